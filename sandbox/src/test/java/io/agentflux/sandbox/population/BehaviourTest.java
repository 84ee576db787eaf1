package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do under different economies, always the same people, so that differences are effects. */
class BehaviourTest {

    private static final int HORIZON = 84;
    private static final Objective WITHOUT_PENALTY = Objective.ofDefaults().withoutInflationPenalty();
    private static SimulatedPopulation people;

    @BeforeAll
    static void burnIn() {
        people = SimulatedPopulation.create(Scenario.stationary(), 7, 4_096);
        people.playBurnIn();
    }

    private static List<DayTotals> play(Economy economy) {
        return people.fork().playDays(economy, HORIZON);
    }

    private static Economy with(EconomyParameter parameter, double value) {
        return Economy.defaults().with(parameter, value);
    }

    @Test
    @DisplayName("Under the default economy all metrics are plausible")
    void plausible() {
        List<DayTotals> days = play(Economy.defaults());
        MetricMeans metrics = MetricMeans.of(days);
        assertThat(metrics.scanFrequency()).isBetween(2.2, 2.5);
        assertThat(metrics.xpVelocity()).isBetween(60.0, 68.0);
        assertThat(metrics.retentionRate()).isBetween(.66, .72);
        assertThat(metrics.missionCompletion()).isBetween(.63, .71);
        assertThat(metrics.streakLength()).isBetween(3.4, 4.4);
        assertThat(metrics.feedbackQuality()).isBetween(.38, .42);
        double active = days.stream().mapToLong(DayTotals::active).sum();
        assertThat(active / (HORIZON * 4_096.0)).isBetween(.41, .45);
    }

    /** Elasticities of the reference model; the cells whose size is above .01 keep their sign. */
    @ParameterizedTest
    @CsvSource({
        "SCAN_XP, .190, .471, .038, .046, .018, -.126",
        "FEEDBACK_XP, .035, .273, .012, .036, -.044, .101",
        "ISSUE_REPORT_XP, .012, .048, .004, .002, -.012, .004",
        "STATUS_REPORT_XP, .012, .068, .004, .051, -.009, -.038",
        "PHOTO_XP, -.001, .067, .000, -.002, -.019, .005",
        "FIRST_SCAN_OF_DAY_XP, -.027, .097, .027, -.008, .066, -.008",
        "STREAK_BONUS_PER_DAY, -.012, .065, -.003, .002, .058, -.016",
        "STREAK_BONUS_CAP, -.038, .055, -.001, -.009, .051, -.011",
        "SCAN_DAILY_CAP, .059, .034, .001, -.006, .001, -.016",
        "FEEDBACK_DAILY_CAP, -.002, .002, .000, -.003, .001, -.024"
    })
    @DisplayName("Each parameter moves each metric in the known direction")
    void signs(
            EconomyParameter parameter,
            double scans,
            double points,
            double retention,
            double missions,
            double streak,
            double quality) {
        double value = parameter.globalDefault();
        MetricMeans low = MetricMeans.of(play(with(parameter, .8 * value)));
        MetricMeans high = MetricMeans.of(play(with(parameter, 1.25 * value)));
        Map<Metric, Double> known = new EnumMap<>(Map.of(
                Metric.SCAN_FREQUENCY, scans,
                Metric.XP_VELOCITY, points,
                Metric.RETENTION_RATE, retention,
                Metric.MISSION_COMPLETION, missions,
                Metric.STREAK_LENGTH, streak,
                Metric.FEEDBACK_QUALITY, quality));
        known.forEach((metric, elasticity) -> {
            if (Math.abs(elasticity) > .01) {
                double measured = Math.log(high.value(metric) / low.value(metric)) / Math.log(1.25 / .8);
                assertThat(Math.signum(measured))
                        .as("%s on %s: %s", parameter, metric, measured)
                        .isEqualTo(Math.signum(elasticity));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(EconomyParameter.class)
    @DisplayName("Each parameter has its best value inside its range, and matters")
    void interiorOptimum(EconomyParameter parameter) {
        double[] multiples = {0, .25, .5, .75, 1, 1.5, 2, 3, 4, 6};
        boolean cap = parameter == EconomyParameter.SCAN_DAILY_CAP || parameter == EconomyParameter.FEEDBACK_DAILY_CAP;
        List<Double> scores = new ArrayList<>();
        for (double multiple : multiples) {
            double value = multiple * parameter.globalDefault();
            Economy economy = with(parameter, cap ? Math.max(1, Math.round(value)) : value);
            scores.add(WITHOUT_PENALTY.score(MetricMeans.of(play(economy))));
        }
        double best = scores.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double worst = scores.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        assertThat(scores.indexOf(best)).as("%s", scores).isBetween(1, multiples.length - 2);
        assertThat(best - worst).isGreaterThanOrEqualTo(.010);
    }

    @Test
    @DisplayName(
            "More scan pay means more scans; no streak bonus, shorter streaks; a better first scan, more retention")
    void monotone() {
        double before = 0;
        for (double pay : new double[] {0, 5, 10, 20, 40, 60}) {
            double scans =
                    MetricMeans.of(play(with(EconomyParameter.SCAN_XP, pay))).scanFrequency();
            assertThat(scans).isGreaterThan(before);
            before = scans;
        }
        MetricMeans usual = MetricMeans.of(play(Economy.defaults()));
        MetricMeans noStreak = MetricMeans.of(play(with(EconomyParameter.STREAK_BONUS_PER_DAY, 0)));
        assertThat(noStreak.streakLength()).isLessThan(usual.streakLength());
        MetricMeans firstScan = MetricMeans.of(play(with(EconomyParameter.FIRST_SCAN_OF_DAY_XP, 30)));
        assertThat(firstScan.retentionRate()).isGreaterThan(usual.retentionRate());
    }

    @Test
    @DisplayName("Tripled feedback pay looks good for a week and is bad after three months")
    void delay() {
        List<DayTotals> usual = play(Economy.defaults());
        List<DayTotals> tripled = play(with(EconomyParameter.FEEDBACK_XP, 45));
        assertThat(lift(usual, tripled, 0)).isGreaterThan(.03);
        assertThat(lift(usual, tripled, 77)).isLessThan(-.01);
    }

    private static double lift(List<DayTotals> usual, List<DayTotals> other, int fromDay) {
        double before = WITHOUT_PENALTY.score(MetricMeans.of(usual.subList(fromDay, fromDay + 7)));
        return WITHOUT_PENALTY.score(MetricMeans.of(other.subList(fromDay, fromDay + 7))) / before - 1;
    }

    @Test
    @DisplayName("Without any points people scan about half as much")
    void removal() {
        Economy nothing = Economy.defaults();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (parameter.compareTo(EconomyParameter.SCAN_DAILY_CAP) < 0) {
                nothing = nothing.with(parameter, 0);
            }
        }
        double usual = MetricMeans.of(play(Economy.defaults())).scanFrequency();
        double without = MetricMeans.of(play(nothing)).scanFrequency();
        assertThat(without / usual - 1).isBetween(-.65, -.45);
    }

    @Test
    @DisplayName("Changing the economy every day is worse than holding either of two good ones")
    void noPumping() {
        Economy one = economy(16, 19, 21, 20, 5, 22, 8, 27, 27, 7);
        Economy two = economy(20, 16, 17, 24, 6, 18, 6, 34, 23, 6);
        SimulatedPopulation toggled = people.fork();
        for (int day = 0; day < HORIZON; day++) {
            toggled.playDay(day % 2 == 0 ? one : two);
        }
        double pumping = Objective.ofDefaults().score(MetricMeans.of(toggled.history(0, HORIZON)));
        assertThat(pumping).isLessThan(Objective.ofDefaults().score(MetricMeans.of(play(one))) - .03);
        assertThat(pumping).isLessThan(Objective.ofDefaults().score(MetricMeans.of(play(two))) - .03);
    }

    @Test
    @DisplayName("The interest in one change fades, and its sum is finite")
    void noveltyFades() {
        BehaviourConstants constants = BehaviourConstants.ofDefaults();
        ReactionToChange reaction = new ReactionToChange(Economy.defaults());
        double sum = 0;
        for (int day = 0; day < 400; day++) {
            reaction.meet(constants, with(EconomyParameter.SCAN_XP, 20), 1);
            sum += reaction.novelty();
        }
        assertThat(reaction.novelty()).isLessThan(1e-12);
        // kN / (1 - novDecay), halved by a change of half of the largest size at most
        assertThat(sum).isPositive().isLessThanOrEqualTo(.06 / (1 - .90));
    }

    @Test
    @DisplayName("The same people reduce the deviation of a difference at least fivefold, metric by metric")
    void pairing() {
        int worlds = 12;
        Map<Metric, double[]> paired = new EnumMap<>(Metric.class);
        Map<Metric, double[]> independent = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            paired.put(metric, new double[worlds]);
            independent.put(metric, new double[worlds]);
        }
        for (int world = 0; world < worlds; world++) {
            MetricMeans usual = metrics(1_000 + world, Economy.defaults());
            MetricMeans more = metrics(1_000 + world, with(EconomyParameter.SCAN_XP, 12));
            MetricMeans elsewhere = metrics(5_000 + world, with(EconomyParameter.SCAN_XP, 12));
            for (Metric metric : Metric.values()) {
                paired.get(metric)[world] = more.value(metric) - usual.value(metric);
                independent.get(metric)[world] = elsewhere.value(metric) - usual.value(metric);
            }
        }
        for (Metric metric : Metric.values()) {
            assertThat(deviation(independent.get(metric)))
                    .as("%s", metric)
                    .isGreaterThan(5 * deviation(paired.get(metric)));
        }
    }

    private static MetricMeans metrics(long seed, Economy economy) {
        SimulatedPopulation world = SimulatedPopulation.create(
                Scenario.stationary().mutate().burnInDays(0).build(), seed, 2_048);
        return MetricMeans.of(world.playDays(economy, 56));
    }

    private static double deviation(double[] values) {
        return io.agentflux.statistics.Sample.of(values).standardDeviation();
    }

    @Test
    @DisplayName("Paying more of everything brings more points and less of what is useful per point")
    void hiddenUsefulness() {
        MetricMeans usual = MetricMeans.of(play(Economy.defaults()));
        MetricMeans inflated = MetricMeans.of(play(economy(30, 45, 50, 40, 20, 30, 10, 100, 40, 20)));
        assertThat(usual.usefulness()).isPositive().isLessThan(usual.scanFrequency());
        assertThat(inflated.usefulness() / inflated.xpVelocity()).isLessThan(usual.usefulness() / usual.xpVelocity());
        assertThat(inflated.usefulness() / inflated.scanFrequency())
                .isLessThan(usual.usefulness() / usual.scanFrequency());
    }

    @Test
    @DisplayName("Each random economy keeps everybody's state in range for years")
    void numerics() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(6);
        double[] most = {60, 90, 150, 120, 60, 90, 30, 300, 120, 60};
        for (int world = 0; world < 8; world++) {
            double[] values = new double[10];
            for (int j = 0; j < 10; j++) {
                values[j] = most[j] * random.nextDouble();
            }
            SimulatedPopulation few = SimulatedPopulation.create(Scenario.stationary(), world, PersonBlock.CAPACITY);
            few.playDays(economy(values), 3_650);
            WorldsTest.assertHealthy(few);
        }
    }

    static Economy economy(double... values) {
        Economy economy = Economy.defaults();
        int next = 0;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            economy = economy.with(parameter, values[next++]);
        }
        return economy;
    }
}
