package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.statistics.BivariateSample;
import io.agentflux.statistics.Cuped;
import io.agentflux.statistics.ProportionTest;
import io.agentflux.statistics.RatioTest;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.TTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Do experiments with simulated people tell the truth? Thousands of experiments whose answer is known: A/A experiments
 * must raise a false alarm in one of twenty, intervals must cover the true effect in nineteen of twenty.
 */
public final class PopulationSelfTest {

    private static final double LEVEL = .95;
    private static final int PEOPLE = 400;
    private static final int DAYS = 28;
    private static final int PRE_PERIOD_DAYS = 14;
    private static final int TRUTH_PEOPLE = 40_000;

    private PopulationSelfTest() {}

    /**
     * One thing that was checked.
     *
     * @param name what was measured
     * @param measured what came out
     * @param least the least that is right
     * @param most the most that is right
     */
    public record Check(String name, double measured, double least, double most) {

        /** Whether what came out is right. */
        public boolean passed() {
            return measured >= least && measured <= most;
        }
    }

    /**
     * Plays so many A/A experiments of 400 people in two arms over 28 days: for each metric the share of false alarms at
     * 5 % and the largest distance of the p-values from uniformity (Kolmogorov and Smirnov). Limits are three and a half
     * standard errors. Feedback pooled over people, as if scans were independent, is there to show why that is wrong.
     */
    public static List<Check> falseAlarms(int experiments) {
        requirePositive(experiments);
        int metrics = Metric.values().length;
        double[][] pValues = new double[metrics + 1][experiments];
        for (int experiment = 0; experiment < experiments; experiment++) {
            PeriodRecorder period = play(77_000L + experiment);
            Assignment arms = Assignment.equal(77_000L + experiment, 1, 2);
            int row = 0;
            for (Metric metric : Metric.values()) {
                pValues[row++][experiment] = pValue(metric, split(period.sample(metric), arms));
            }
            pValues[row][experiment] = pooledPValue(split(period.sample(Metric.FEEDBACK_QUALITY), arms));
        }
        double error = 3.5 * Math.sqrt(.05 * .95 / experiments);
        List<Check> checks = new ArrayList<>();
        int row = 0;
        for (Metric metric : Metric.values()) {
            double[] sorted = pValues[row++].clone();
            Arrays.sort(sorted);
            checks.add(new Check("false alarms of " + metric, alarms(sorted), .05 - error, .05 + error + .005));
            checks.add(new Check(
                    "distance from uniform of " + metric, distance(sorted), 0, 1.95 / Math.sqrt(experiments)));
        }
        checks.add(new Check("false alarms of feedback pooled over people (wrong)", alarms(pValues[row]), .20, 1));
        return checks;
    }

    /**
     * Plays so many experiments that raise the pay per scan from 10 to 15 points: how often the 95 % interval for scans per
     * day covers the true effect, known from many people who live under both, without and with the pre-period taken out
     * (CUPED), and the share of the variance that is left then.
     */
    public static List<Check> coverage(int experiments) {
        requirePositive(experiments);
        Economy more = Economy.defaults().with(EconomyParameter.SCAN_XP, 15);
        double truth = trueEffect(more);
        int plain = 0;
        int adjusted = 0;
        double factors = 0;
        for (int experiment = 0; experiment < experiments; experiment++) {
            long seed = 99_000L + experiment;
            Assignment arms = Assignment.equal(seed, 1, 2);
            BivariateSample control = prePeriodAndOutcome(seed, arms, 0, Economy.defaults());
            BivariateSample treated = prePeriodAndOutcome(seed, arms, 1, more);
            TTest welch = TTest.welch(treated.y(), control.y(), LEVEL);
            Cuped cuped = Cuped.of(treated, control, LEVEL);
            plain += welch.difference().contains(truth) ? 1 : 0;
            adjusted += cuped.adjusted().difference().contains(truth) ? 1 : 0;
            factors += cuped.varianceFactor();
        }
        double error = 3.5 * Math.sqrt(.05 * .95 / experiments);
        return List.of(
                new Check("coverage of the plain interval", plain / (double) experiments, .95 - error, .95 + error),
                new Check(
                        "coverage of the adjusted interval", adjusted / (double) experiments, .95 - error, .95 + error),
                new Check("variance left by adjustment", factors / experiments, .15, .35));
    }

    private static void requirePositive(int experiments) {
        if (experiments < 1) {
            throw new IllegalArgumentException(experiments + " experiments show nothing; give at least one");
        }
    }

    private static PeriodRecorder play(long seed) {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), seed, PEOPLE);
        people.playBurnIn();
        PeriodRecorder period = PeriodRecorder.begin(people);
        for (int day = 0; day < DAYS; day++) {
            people.playDay(Economy.defaults());
            period.recordDay();
        }
        return period;
    }

    private static List<BivariateSample> split(MetricSample sample, Assignment arms) {
        List<BivariateSample> split = new ArrayList<>(List.of(BivariateSample.empty(), BivariateSample.empty()));
        for (int person = 0; person < sample.size(); person++) {
            int arm = arms.variantOf(person);
            split.set(arm, split.get(arm).plus(sample.numerator(person), sample.denominator(person)));
        }
        return split;
    }

    private static double pValue(Metric metric, List<BivariateSample> arms) {
        return metric.kind() == Metric.Kind.RATIO
                ? RatioTest.of(arms.get(0), arms.get(1), LEVEL).test().pValue()
                : TTest.welch(arms.get(0).x(), arms.get(1).x(), LEVEL).pValue();
    }

    private static double pooledPValue(List<BivariateSample> arms) {
        return ProportionTest.of(
                        total(arms.get(0).x()),
                        total(arms.get(0).y()),
                        total(arms.get(1).x()),
                        total(arms.get(1).y()),
                        LEVEL)
                .pValue();
    }

    private static long total(Sample sample) {
        return Math.round(sample.n() * sample.mean());
    }

    private static BivariateSample prePeriodAndOutcome(long seed, Assignment arms, int arm, Economy economy) {
        SimulatedPopulation people =
                SimulatedPopulation.create(Scenario.stationary(), seed, 2 * PEOPLE, arms.membersOf(arm));
        PeriodRecorder before = PeriodRecorder.begin(people);
        for (int day = 0; day < PRE_PERIOD_DAYS; day++) {
            people.playDay(Economy.defaults());
            before.recordDay();
        }
        PeriodRecorder during = PeriodRecorder.begin(people);
        for (int day = 0; day < DAYS; day++) {
            people.playDay(economy);
            during.recordDay();
        }
        return BivariateSample.of(
                before.sample(Metric.SCAN_FREQUENCY).values(),
                during.sample(Metric.SCAN_FREQUENCY).values());
    }

    private static double trueEffect(Economy economy) {
        SimulatedPopulation control = SimulatedPopulation.create(Scenario.stationary(), 5, TRUTH_PEOPLE);
        control.playBurnIn();
        SimulatedPopulation treated = control.fork();
        return MetricMeans.of(treated.playDays(economy, DAYS)).scanFrequency()
                - MetricMeans.of(control.playDays(Economy.defaults(), DAYS)).scanFrequency();
    }

    private static double alarms(double[] pValues) {
        return Arrays.stream(pValues).filter(p -> p < .05).count() / (double) pValues.length;
    }

    private static double distance(double[] sorted) {
        double distance = 0;
        for (int j = 0; j < sorted.length; j++) {
            double above = (j + 1.0) / sorted.length - sorted[j];
            double below = sorted[j] - (double) j / sorted.length;
            distance = Math.max(distance, Math.max(above, below));
        }
        return distance;
    }
}
