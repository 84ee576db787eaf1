package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.ActivityKind.FEEDBACK;
import static io.agentflux.sandbox.population.ActivityKind.ISSUE;
import static io.agentflux.sandbox.population.ActivityKind.PHOTO;
import static io.agentflux.sandbox.population.ActivityKind.SCAN;
import static io.agentflux.sandbox.population.ActivityKind.STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.statistics.SampleRatioTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivePopulationTest {

    private LivePopulation people = LivePopulation.create();
    private Economy economy = Economy.defaults();
    private int day;

    private Award does(String person, ActivityKind kind) {
        return does(person, kind, false);
    }

    private Award does(String person, ActivityKind kind, boolean inWriting) {
        Activity activity = people.draft().activity(person, kind, day, inWriting, economy);
        people.add(activity);
        return activity.award();
    }

    private void passDays(int days) {
        for (int i = 0; i < days; i++) {
            people.endDay();
        }
        day += days;
    }

    /** Somebody whose mission of that week is of that kind. */
    private static String somebodyWith(WeeklyMission mission, int... weeks) {
        return IntStream.range(0, 10_000)
                .mapToObj(number -> "person-" + number)
                .filter(id -> IntStream.of(weeks)
                        .allMatch(week -> WeeklyMission.of(LivePopulation.keyOf(id), week) == mission))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("each kind is worth its reward, and the first scan of a day its bonus")
    void paysRewards() {
        assertThat(does("ann", SCAN)).isEqualTo(new Award(true, 10, 15, 0, 0));
        assertThat(does("ann", SCAN)).isEqualTo(new Award(true, 10, 0, 0, 0));
        String bob = somebodyWith(WeeklyMission.SCANS, 0);
        assertThat(does(bob, FEEDBACK)).isEqualTo(new Award(true, 15, 0, 0, 0));
        assertThat(does(bob, ISSUE)).isEqualTo(new Award(true, 25, 0, 0, 0));
        assertThat(does(bob, STATUS)).isEqualTo(new Award(true, 20, 0, 0, 0));
        assertThat(does(bob, PHOTO)).isEqualTo(new Award(true, 10, 0, 0, 0));
        assertThat(does(bob, SCAN).total()).isEqualTo(25);
    }

    @Test
    @DisplayName("the 21st scan and the 11th feedback of a day are worth nothing, and the next day begins anew")
    void capsTheDay() {
        String ann = somebodyWith(WeeklyMission.STATUS, 0);
        List<Award> scans = new ArrayList<>();
        List<Award> feedback = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            scans.add(does(ann, SCAN));
            feedback.add(does(ann, FEEDBACK));
        }

        assertThat(scans.stream().map(Award::activity)).containsExactlyElementsOf(paid(10, 20, 22));
        assertThat(feedback.stream().map(Award::activity)).containsExactlyElementsOf(paid(15, 10, 22));
        assertThat(scans.get(20).withinCap()).isFalse();
        passDays(1);
        assertThat(does(ann, SCAN)).isEqualTo(new Award(true, 10, 15, 5, 0));
    }

    private static List<Double> paid(double reward, int times, int of) {
        return IntStream.range(0, of).mapToObj(i -> i < times ? reward : 0).toList();
    }

    @ParameterizedTest(name = "after {0} days in a row the next one pays {1}")
    @CsvSource({"0, 0", "1, 5", "9, 45", "10, 50", "15, 50"})
    @DisplayName("the first activity of a day pays for the days in a row before it, up to the cap")
    void paysStreaks(int daysBefore, double bonus) {
        for (int i = 0; i < daysBefore; i++) {
            does("ann", PHOTO);
            passDays(1);
        }
        assertThat(does("ann", PHOTO).streak()).isEqualTo(bonus);
        assertThat(does("ann", PHOTO).streak()).isZero();
    }

    @Test
    @DisplayName("a day without activity ends the streak")
    void endsStreaks() {
        does("ann", SCAN);
        passDays(1);
        does("ann", SCAN);
        passDays(2);
        assertThat(does("ann", SCAN).streak()).isZero();
        passDays(1);
        assertThat(does("ann", SCAN).streak()).isEqualTo(5);
    }

    @ParameterizedTest(name = "with {0} freezes, missing {1} days after {2} active ones: a bonus of {3}")
    @CsvSource({
        "0, 1, 3, 0",
        "1, 1, 3, 15",
        "1, 2, 3, 0",
        "2, 2, 3, 15",
        "2, 3, 3, 0",
        // the freeze that is not missing does not come back
        "1, 2, 7, 0"
    })
    @DisplayName("a missed day spends a freeze, and the streak goes on as if it had not been")
    void toleratesMissedDays(int freezes, int missed, int active, double bonus) {
        people = LivePopulation.create(freezes);
        for (int i = 0; i < active; i++) {
            does("ann", SCAN);
            passDays(1);
        }
        passDays(missed);

        assertThat(does("ann", SCAN).streak()).isEqualTo(bonus);
    }

    @Test
    @DisplayName("a freeze that was spent comes back with a week of the streak, one that saved nothing does not")
    void regainsFreezes() {
        people = LivePopulation.create(1);
        List<Integer> streaks = new ArrayList<>();
        // active, missed and saved, active until the week is full, missed and saved again, missed and lost, active
        for (char day : "a.aaaaaa.aa...a.".toCharArray()) {
            if (day == 'a') {
                does("ann", SCAN);
            }
            passDays(1);
            streaks.add(people.snapshot().streak(0));
        }

        assertThat(streaks).containsExactly(1, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 0, 0, 0, 1, 0);
    }

    @Test
    @DisplayName("a change of the economy holds for what comes after it")
    void followsTheEconomy() {
        does("ann", SCAN);
        economy = economy.with(EconomyParameter.SCAN_XP, 12).with(EconomyParameter.SCAN_DAILY_CAP, 2);

        assertThat(does("ann", SCAN)).isEqualTo(new Award(true, 12, 0, 0, 0));
        assertThat(does("ann", SCAN)).isEqualTo(new Award(false, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("the mission of the week is paid once, when it is complete")
    void paysMissions() {
        String scanner = somebodyWith(WeeklyMission.SCANS, 0, 1);
        List<Double> paid = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            paid.add(does(scanner, SCAN).mission());
        }
        assertThat(paid).containsExactly(0.0, 0.0, 0.0, 0.0, 50.0, 0.0, 0.0);

        passDays(7);
        for (int i = 0; i < 4; i++) {
            assertThat(does(scanner, SCAN).mission()).isZero();
        }
        assertThat(does(scanner, SCAN).mission()).isEqualTo(50);

        people.endDay();
        PeopleSnapshot snapshot = people.snapshot();
        assertThat(snapshot.missionsAssigned(0)).isEqualTo(2);
        assertThat(snapshot.missionsCompleted(0)).isEqualTo(2);
    }

    @ParameterizedTest(name = "last active on day {0}, seen on day {1}: {2} missions")
    @CsvSource({"0, 6, 1", "0, 7, 2", "6, 13, 2", "0, 14, 2", "1, 14, 3", "1, 20, 3", "1, 21, 3", "1, 300, 3"})
    @DisplayName("whoever was active within two weeks gets a mission on the first day of a week")
    void handsOutMissions(int active, int seen, int assigned) {
        passDays(active);
        does("ann", PHOTO);
        passDays(seen - active + 1);

        assertThat(people.snapshot().missionsAssigned(0)).isEqualTo(assigned);
        assertThat(people.snapshot().missionsCompleted(0)).isZero();
    }

    @Test
    @DisplayName("dailyXpCap ends what a person is paid for a day, whatever it is for, and the next day begins anew")
    void capsAllPoints() {
        String ann = somebodyWith(WeeklyMission.STATUS, 0);
        economy = economy.withExtra(Map.of(LivePopulation.DAILY_POINT_CAP, 60.0));

        assertThat(does(ann, SCAN)).isEqualTo(new Award(true, 10, 15, 0, 0));
        assertThat(does(ann, FEEDBACK)).isEqualTo(new Award(true, 15, 0, 0, 0));
        // 20 of the points are left, which the report takes; the mission that it completes is paid no more
        assertThat(does(ann, STATUS)).isEqualTo(new Award(true, 20, 0, 0, 0));
        assertThat(does(ann, SCAN)).isEqualTo(new Award(true, 0, 0, 0, 0));
        assertThat(does("bob", SCAN).total()).isEqualTo(25);
        passDays(1);
        assertThat(does(ann, SCAN)).isEqualTo(new Award(true, 10, 15, 5, 0));
        economy = economy.withExtra(Map.of(LivePopulation.DAILY_POINT_CAP, 12.0));
        assertThat(does(ann, SCAN))
                .as("a cap that was lowered takes nothing back")
                .isEqualTo(new Award(true, 0, 0, 0, 0));
        passDays(1);
        assertThat(does(ann, SCAN)).isEqualTo(new Award(true, 10, 2, 0, 0));
        people.endDay();
        assertThat(people.snapshot().pointTenths(0)).isEqualTo(600 + 300 + 120);
        assertThat(people.snapshot().scans(0)).isEqualTo(5);
    }

    @Test
    @DisplayName("who comes back after a long time gets a mission with the first activity, and only one")
    void returnsToMissions() {
        does("ann", PHOTO);
        passDays(44);
        does("ann", PHOTO);
        does("ann", PHOTO);
        people.endDay();

        assertThat(people.snapshot().missionsAssigned(0)).isEqualTo(3);
    }

    @Test
    @DisplayName("the six metrics of two people over two days, by hand")
    void measures() {
        MetricsEngine metrics = MetricsEngine.attach(people);
        String ann = somebodyWith(WeeklyMission.STATUS, 0);
        String bob = somebodyWith(WeeklyMission.SCANS, 0);
        does(ann, SCAN);
        does(ann, FEEDBACK, true);
        does(ann, FEEDBACK, true);
        does(ann, STATUS);
        does(bob, SCAN);
        passDays(1);
        metrics.recordDay();
        does(ann, SCAN);
        does(ann, ISSUE, true);
        does(ann, SCAN);
        passDays(1);
        metrics.recordDay();

        assertThat(metrics.headcount()).isEqualTo(new Headcount(2, 1, 2, 4));
        assertThat(value(metrics, Metric.SCAN_FREQUENCY)).isEqualTo(4 / 4.0);
        // ann: 10+15 + 15+15 + 20+50, then 10+15+5 + 25 + 10; bob: 10+15
        assertThat(value(metrics, Metric.XP_VELOCITY)).isCloseTo((125 + 65 + 25) / 4.0, within(1e-12));
        assertThat(value(metrics, Metric.RETENTION_RATE)).isEqualTo(1);
        assertThat(value(metrics, Metric.MISSION_COMPLETION)).isEqualTo(1 / 2.0);
        assertThat(value(metrics, Metric.STREAK_LENGTH)).isEqualTo(2 / 2.0);
        // no more feedback in writing counts than there are scans
        assertThat(value(metrics, Metric.FEEDBACK_QUALITY)).isEqualTo(2 / 4.0);
    }

    private static double value(MetricsEngine metrics, Metric metric) {
        return metrics.evening().sample(metric).value();
    }

    @Test
    @DisplayName("who was not active in the last seven days is not retained")
    void forgetsPeople() {
        MetricsEngine metrics = MetricsEngine.attach(people);
        does("ann", SCAN);
        does("bob", SCAN);
        List<Double> retention = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            if (i == 3) {
                does("bob", PHOTO);
            }
            passDays(1);
            metrics.recordDay();
            retention.add(value(metrics, Metric.RETENTION_RATE));
        }

        assertThat(retention).containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5);
    }

    @Test
    @DisplayName("activities that are worked out together are worth the same as one after the other")
    void draftsTogether() {
        LivePopulation oneByOne = LivePopulation.create();
        LivePopulation.Draft draft = people.draft();
        List<Activity> together = new ArrayList<>();
        List<Activity> apart = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String person = "person-" + i % 3;
            ActivityKind kind = List.of(SCAN, FEEDBACK, ISSUE, STATUS, PHOTO).get(i * 7 % 5);
            together.add(draft.activity(person, kind, 0, i % 2 == 0, economy));
            Activity single = oneByOne.draft().activity(person, kind, 0, i % 2 == 0, economy);
            oneByOne.add(single);
            apart.add(single);
        }
        assertThat(together).isEqualTo(apart);
        assertThat(people.people()).isZero();

        together.forEach(people::add);
        people.endDay();
        oneByOne.endDay();

        assertThat(people.snapshot()).usingRecursiveComparison().isEqualTo(oneByOne.snapshot());
        assertThat(people.people()).isEqualTo(3);
    }

    @Test
    @DisplayName("10,000 people are shared out by the weights, the same way each time")
    void assignsByWeight() {
        LiveAssignment assignment = LiveAssignment.of("exp_1", 2, 1, 1);
        long[] counts = new long[3];
        Stream.iterate(0, number -> number + 1)
                .limit(10_000)
                .map(number -> "person-" + number)
                .forEach(person -> counts[assignment.variantOf(person)]++);

        assertThat(SampleRatioTest.of(counts, new double[] {2, 1, 1}).pValue()).isGreaterThan(.001);
        LiveAssignment again = LiveAssignment.of("exp_1", 2, 1, 1);
        LiveAssignment other = LiveAssignment.of("exp_2", 2, 1, 1);
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(number -> "person-" + number)
                        .allMatch(person -> assignment.variantOf(person) == again.variantOf(person)))
                .isTrue();
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(number -> "person-" + number)
                        .filter(person -> assignment.variantOf(person) == other.variantOf(person))
                        .count())
                .isBetween(250L, 500L);
    }

    @Test
    @DisplayName("whoever's site was not told is a site of their own, so that sites can be compared all the same")
    void countsPeopleWithoutSite() {
        joins("ann", "north");
        joins("bob", null);
        joins("cem", "south");
        joins("dora", null);
        joins("eve", "north");

        assertThat(people.siteOfPeople()).containsExactly(0, 2, 1, 3, 0);
    }

    private void joins(String person, @Nullable String site) {
        people.add(people.draft().activity(person, SCAN, day, false, economy, null, site));
    }
}
