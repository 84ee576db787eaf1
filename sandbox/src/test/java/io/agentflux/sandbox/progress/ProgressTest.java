package io.agentflux.sandbox.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.population.PersonTotals;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    private final LivePopulation people = LivePopulation.create();
    private final MetricsEngine metrics = MetricsEngine.attach(people);
    private final ProgressBoard board = new ProgressBoard(people, metrics.lastEvening());

    private void does(String person, ActivityKind kind, int times) {
        for (int i = 0; i < times; i++) {
            people.add(people.draft().activity(person, kind, people.lastDay() + 1, true, Economy.defaults()));
        }
    }

    private void passDays(int days) {
        for (int i = 0; i < days; i++) {
            people.endDay();
            metrics.recordDay();
            board.recordDay(metrics.lastEvening());
        }
    }

    private Progress find(String person) {
        return board.find(person).orElseThrow();
    }

    @ParameterizedTest(name = "{0} points are level {1}")
    @CsvSource({"0, 1", "99, 1", "100, 2", "282, 2", "283, 3", "2263, 9", "2699, 9", "2700, 10", "1000000, 10"})
    @DisplayName("ten levels, each of which takes more than the one before")
    void levels(long points, int level) {
        assertThat(Level.of(10 * points)).isEqualTo(level);
        assertThat(Level.of(10 * points + 9)).isEqualTo(level);
    }

    @Test
    @DisplayName("the longest streak is remembered, and its badge kept, when the streak is over")
    void keepsBadges() {
        for (int day = 0; day < 7; day++) {
            does("ann", ActivityKind.STATUS, 1);
            passDays(1);
        }
        assertThat(find("ann").badges()).contains(Badge.WEEK_STREAK);
        passDays(2);
        does("ann", ActivityKind.SCAN, 1);

        Progress ann = find("ann");
        assertThat(ann.totals().streak()).isEqualTo(1);
        assertThat(ann.longestStreak()).isEqualTo(7);
        assertThat(ann.badges())
                .contains(Badge.WEEK_STREAK, Badge.FIRST_SCAN)
                .doesNotContain(Badge.MONTH_STREAK, Badge.FIRST_WORDS);
    }

    @Test
    @DisplayName("what was done today shows at once, and a streak is not over before the day is")
    void showsToday() {
        does("ann", ActivityKind.SCAN, 2);
        passDays(1);
        PersonTotals.CurrentMission mission = find("ann").totals().mission();
        assertThat(mission).isNotNull();
        assertThat(mission.done()).isEqualTo(mission.kind() == ActivityKind.SCAN ? 2 : 0);
        assertThat(find("ann").totals())
                .isEqualTo(new PersonTotals("ann", 350, 2, 0, 1, 0, 1, 0, false, mission, null));
        does("ann", ActivityKind.FEEDBACK, 1);
        assertThat(find("ann").totals().streak()).isEqualTo(2);
        assertThat(find("ann").totals().activeToday()).isTrue();
        passDays(2);
        assertThat(find("ann").totals().streak()).isZero();
        assertThat(board.find("bob")).isEmpty();
    }

    @Test
    @DisplayName("at the end of a week the ranks of the variant are noted; equal points are equal ranks")
    void ranksWeeks() {
        does("ann", ActivityKind.ISSUE, 4);
        does("bob", ActivityKind.ISSUE, 2);
        does("cem", ActivityKind.ISSUE, 2);
        does("dan", ActivityKind.ISSUE, 1);
        assertThat(find("ann").bestWeek()).isZero();
        passDays(7);
        assertThat(board.everybody().stream().map(Progress::bestWeek)).containsExactly(1, 2, 2, 4);
        assertThat(find("ann").weekPointTenths()).isZero();

        does("dan", ActivityKind.ISSUE, 1);
        passDays(7);
        assertThat(board.everybody().stream().map(Progress::bestWeek)).containsExactly(1, 2, 2, 1);
        assertThat(find("dan").badges()).contains(Badge.PODIUM);
        passDays(7);
        assertThat(find("cem").bestWeek())
                .as("a week in which nobody did anything")
                .isEqualTo(2);
    }

    @Test
    @DisplayName("a leaderboard orders by points, in total or of the week, over one variant or several")
    void ordersPeople() {
        does("ann", ActivityKind.ISSUE, 4);
        does("bob", ActivityKind.ISSUE, 2);
        passDays(7);
        does("bob", ActivityKind.ISSUE, 1);
        LivePopulation others = LivePopulation.create();
        ProgressBoard otherBoard = new ProgressBoard(others, others.snapshot());
        others.add(others.draft().activity("zoe", ActivityKind.STATUS, 0, true, Economy.defaults()));
        Map<String, ProgressBoard> both = Map.of("a", board, "b", otherBoard);

        Leaderboard total = Leaderboard.of(both, Leaderboard.Period.TOTAL, 2);
        assertThat(total.people()).isEqualTo(3);
        assertThat(total.places())
                .extracting(place -> place.progress().totals().person())
                .containsExactly("ann", "bob");
        assertThat(Leaderboard.of(Map.of("a", board), Leaderboard.Period.WEEK, 10)
                        .places())
                .extracting(Leaderboard.Place::rank, Leaderboard.Place::variantId, place -> place.progress()
                        .totals()
                        .person())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "a", "bob"));
        assertThat(Leaderboard.rankOf(find("ann"), board, Leaderboard.Period.WEEK))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("a reward is for exactly one thing, and earned for good")
    void givesRewards() {
        Reward cup = new Reward("Cup", null, null, 1);
        Reward sticker = new Reward("Sticker", 2, null, null);
        Reward pin = new Reward("Pin", null, Badge.FIRST_SCAN, null);
        does("ann", ActivityKind.SCAN, 1);
        assertThat(pin.isEarnedBy(find("ann"))).isTrue();
        assertThat(sticker.isEarnedBy(find("ann"))).isFalse();
        assertThat(cup.isEarnedBy(find("ann"))).isFalse();
        does("ann", ActivityKind.ISSUE, 3);
        passDays(7);

        assertThat(sticker.isEarnedBy(find("ann"))).isTrue();
        assertThat(cup.isEarnedBy(find("ann"))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reward("Both", 2, Badge.PODIUM, null))
                .withMessageContaining("is for 2 things");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reward("None", null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reward("Free", 1, null, null));
    }

    @Test
    @DisplayName("of many people the leaderboard and the ranks are those of putting everybody in order, equal ones too")
    void ordersMany() {
        Random random = new Random(7);
        for (int day = 0; day < 9; day++) {
            for (int activity = 0; activity < 60; activity++) {
                does("p" + random.nextInt(40), random.nextBoolean() ? ActivityKind.SCAN : ActivityKind.STATUS, 1);
            }
            passDays(1);
        }
        for (Leaderboard.Period period : Leaderboard.Period.values()) {
            List<Progress> inOrder = board.everybody().stream()
                    .filter(person -> period.pointTenths(person) > 0)
                    .sorted(Comparator.comparingLong(period::pointTenths)
                            .reversed()
                            .thenComparing(person -> person.totals().person()))
                    .toList();
            assertThat(inOrder.stream().map(period::pointTenths).distinct()).hasSizeLessThan(inOrder.size());
            for (int most : new int[] {1, 5, 17, 100}) {
                Leaderboard leaderboard = Leaderboard.of(Map.of("a", board), period, most);

                assertThat(leaderboard.people()).isEqualTo(inOrder.size());
                assertThat(leaderboard.places().stream().map(Leaderboard.Place::progress))
                        .containsExactlyElementsOf(inOrder.subList(0, Math.min(most, inOrder.size())));
                leaderboard.places().forEach(place -> assertThat(place.rank())
                        .isEqualTo(Leaderboard.rankOf(place.progress(), board, period))
                        .isEqualTo(1
                                + inOrder.stream()
                                        .filter(other ->
                                                period.pointTenths(other) > period.pointTenths(place.progress()))
                                        .count()));
            }
        }
    }

    @Test
    @DisplayName("of equal people the leaderboard shows those whose ids come first, whoever came first")
    void choosesAmongEquals() {
        for (int person = 9; person >= 0; person--) {
            does("p" + person, ActivityKind.SCAN, 1);
        }
        Leaderboard leaderboard = Leaderboard.of(Map.of("a", board), Leaderboard.Period.TOTAL, 3);

        assertThat(leaderboard.people()).isEqualTo(10);
        assertThat(leaderboard.places())
                .extracting(
                        Leaderboard.Place::rank,
                        place -> place.progress().totals().person())
                .containsExactly(tuple(1, "p0"), tuple(1, "p1"), tuple(1, "p2"));
    }
}
