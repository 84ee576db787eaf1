package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final int PEOPLE = 500;

    @Test
    @DisplayName("For 100,000 person-days the points paid are exactly the formula of the counts")
    void exact() {
        SplittableRandom random = new SplittableRandom(99);
        long checked = 0;
        for (int world = 0; checked < 100_000; world++) {
            checked += playAndCheck(world, randomEconomy(random, world));
        }
    }

    @Test
    @DisplayName("Photos are attached with the declared probability, whether one piece of work or many are eligible")
    void photos() {
        BehaviourConstants constants = BehaviourConstants.ofDefaults();
        DayEconomy economy = new DayEconomy(constants, Economy.defaults());
        ScanOutcomes outcomes = new ScanOutcomes(constants, economy);
        ActiveDay activeDay = new ActiveDay(constants, economy, outcomes.feedbackPay());
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 17, 512);
        PersonBlock block = people.blocks().get(0);
        DayScratch scratch = new DayScratch();
        scratch.activeCount = 512;
        double taken = 0;
        double expected = 0;
        double variance = 0;
        for (int day = 0; day < 300; day++) {
            long offset = RandomWords.dayOffset(day);
            outcomes.weigh(block, scratch);
            for (int i = 0; i < 512; i++) {
                scratch.activePeople[i] = i;
                scratch.rawScans[i] = 1 + day % 12;
            }
            outcomes.draw(block, scratch, offset);
            activeDay.settle(block, scratch, offset, new DaySums());
            for (int i = 0; i < 512; i++) {
                long counts = scratch.outcomes[i];
                int issues = OutcomeCounts.genuineIssues(counts);
                int feedback = OutcomeCounts.genuineFeedback(counts) + OutcomeCounts.perfunctoryFeedback(counts);
                double share =
                        Math.min(.95, .12 + block.rewardSensitivity[i] * .30 * 10 / 24 * (1 + block.motivation[i]));
                int eligible = Math.min(feedback + issues, 10 + issues);
                taken += photos(scratch, i, i);
                expected += eligible * share;
                variance += eligible * share * (1 - share);
            }
        }
        // probabilities are rounded down to 1/32768
        assertThat(taken).isCloseTo(expected, Offset.offset(4 * Math.sqrt(variance) + expected / 1_000));
    }

    @Test
    @DisplayName("A bonus that grows slowly still grows after a year")
    void longStreaks() {
        DayEconomy economy = new DayEconomy(
                BehaviourConstants.ofDefaults(),
                Economy.defaults()
                        .with(Map.of(
                                EconomyParameter.STREAK_BONUS_PER_DAY, .1, EconomyParameter.STREAK_BONUS_CAP, 50.0)));
        assertThat(IntStream.of(0, 1, 255, 256, 400, 3_650).mapToLong(economy::streakTenths))
                .containsExactly(0L, 1L, 255L, 256L, 400L, 500L);
    }

    /** Zeros, fractions, caps of one and bonuses that saturate all occur. */
    private static Economy randomEconomy(SplittableRandom random, int world) {
        Economy economy = Economy.defaults();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            double value = random.nextInt(5) == 0
                    ? 0
                    : Math.round(parameter.globalDefault() * 20 * random.nextDouble()) / 10.0;
            economy = economy.with(parameter, value);
        }
        return world % 3 == 0
                ? economy.with(Map.of(EconomyParameter.SCAN_DAILY_CAP, 1.0, EconomyParameter.FEEDBACK_DAILY_CAP, 1.0))
                : economy;
    }

    private static long playAndCheck(long seed, Economy economy) {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), seed, PEOPLE);
        people.playBurnIn();
        PersonBlock block = people.blocks().get(0);
        BehaviourConstants constants = BehaviourConstants.ofDefaults();
        DayEconomy dayEconomy = new DayEconomy(constants, economy);
        ScanOutcomes outcomes = new ScanOutcomes(constants, dayEconomy);
        ActiveDay activeDay = new ActiveDay(constants, dayEconomy, outcomes.feedbackPay());
        DayScratch scratch = new DayScratch();
        long personDays = 0;
        for (int day = 0; day < 14; day++) {
            long offset = RandomWords.dayOffset(day);
            DaySums sums = new DaySums();
            if (day % 7 == 0) {
                Missions.assign(block, offset, sums);
            }
            Opening opening = new Opening(constants, dayEconomy, 1, false);
            Scanning scanning = new Scanning(constants, dayEconomy);
            opening.weigh(block, scratch);
            Opening.decide(block, scratch, offset);
            scanning.expect(block, scratch);
            outcomes.weigh(block, scratch);
            Scanning.draw(block, scratch, offset);
            outcomes.draw(block, scratch, offset);
            long[] before = block.pointTenths.clone();
            int[] missionsBefore = block.missions.clone();
            float[] streakBefore = block.streak.clone();
            activeDay.settle(block, scratch, offset, sums);
            for (int z = 0; z < scratch.activeCount; z++) {
                int i = scratch.activePeople[z];
                boolean completed = PersonCounters.missionsCompleted(block.missions[i])
                        > PersonCounters.missionsCompleted(missionsBefore[i]);
                // photos are not kept; they follow from the gain of competence
                assertThat(block.pointTenths[i] - before[i])
                        .isEqualTo(paidTenths(
                                economy, scratch.outcomes[z], photos(scratch, z, i), (int) streakBefore[i], completed));
                personDays++;
            }
            new StateUpdate(constants, dayEconomy).apply(block, scratch);
        }
        return personDays;
    }

    private static int photos(DayScratch scratch, int z, int i) {
        long counts = scratch.outcomes[z];
        int valid = OutcomeCounts.genuineFeedback(counts) + OutcomeCounts.genuineIssues(counts);
        return Math.round((scratch.competence[i] / (.045f * (.1f / (1f + .35f * valid))) - 2 * valid) / 7);
    }

    private static long paidTenths(Economy economy, long counts, int photos, int streak, boolean completed) {
        int feedback = OutcomeCounts.genuineFeedback(counts) + OutcomeCounts.perfunctoryFeedback(counts);
        int cap = (int) Math.round(economy.value(EconomyParameter.FEEDBACK_DAILY_CAP));
        int issues = OutcomeCounts.genuineIssues(counts) + OutcomeCounts.falseIssues(counts);
        double streakBonus = Math.min(
                economy.value(EconomyParameter.STREAK_BONUS_PER_DAY) * streak,
                economy.value(EconomyParameter.STREAK_BONUS_CAP));
        return times(economy, EconomyParameter.SCAN_XP, OutcomeCounts.scans(counts))
                + times(economy, EconomyParameter.FEEDBACK_XP, Math.min(feedback, cap))
                + times(economy, EconomyParameter.PHOTO_XP, photos)
                + times(economy, EconomyParameter.ISSUE_REPORT_XP, issues)
                + times(economy, EconomyParameter.STATUS_REPORT_XP, OutcomeCounts.statusReports(counts))
                + times(economy, EconomyParameter.FIRST_SCAN_OF_DAY_XP, 1)
                + tenths(streakBonus)
                + (completed ? 500 : 0);
    }

    private static long times(Economy economy, EconomyParameter parameter, int count) {
        return count * tenths(economy.value(parameter));
    }

    private static long tenths(double points) {
        return BigDecimal.valueOf(points)
                .multiply(BigDecimal.TEN)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
