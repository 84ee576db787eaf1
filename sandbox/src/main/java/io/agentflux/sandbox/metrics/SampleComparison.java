package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.statistics.BivariateSample;
import io.agentflux.statistics.EffectSize;
import io.agentflux.statistics.Evidence;
import io.agentflux.statistics.FisherTest;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.Power;
import io.agentflux.statistics.ProportionTest;
import io.agentflux.statistics.RatioTest;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.TTest;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One metric of two groups of people.
 *
 * <p>A mean or a ratio is compared by Welch's test on the ratios of sums, with variances by the delta method; where everybody
 * was there for the same days, this is Welch's test of the people's own means. A proportion is compared by Fisher's exact test,
 * its difference with Newcombe's interval.
 */
record SampleComparison(
        String method, double pValue, Interval interval, double effectSize, double oddsRatio, double power) {

    private static final double ALPHA = 0.05;

    /** The first group less the second; null if the data cannot tell. */
    static @Nullable SampleComparison of(Metric.Kind kind, MetricSample a, MetricSample b, double level) {
        if (kind == Metric.Kind.PROPORTION) {
            return proportion(a, b, level);
        }
        return ratio(kind == Metric.Kind.MEAN ? "Welch t" : "Welch t of ratios, delta method", a, b, level);
    }

    /**
     * The first group of sites less the second; null if the data cannot tell. Whatever the metric, the value of a site is a ratio of
     * sums over its people.
     */
    static @Nullable SampleComparison ofSites(MetricSample a, MetricSample b, double level) {
        return ratio("Welch t of sites, delta method", a, b, level);
    }

    private static @Nullable SampleComparison ratio(String method, MetricSample a, MetricSample b, double level) {
        TTest test = RatioTest.of(pairs(a), pairs(b), level).test();
        if (test.evidence() != Evidence.SUFFICIENT) {
            return null;
        }
        double effect = EffectSize.of(moments(a), moments(b), level).cohenD();
        return new SampleComparison(
                method,
                test.pValue(),
                test.difference(),
                effect,
                Double.NaN,
                Power.twoSampleT(effect, a.people(), b.people(), ALPHA, false));
    }

    /** All who count for the value: also who completed something that was asked of them before the first of the days. */
    private static BivariateSample pairs(MetricSample sample) {
        int[] people = IntStream.range(0, sample.size())
                .filter(person -> sample.denominator(person) > 0 || sample.numerator(person) != 0)
                .toArray();
        return BivariateSample.of(
                Arrays.stream(people).mapToDouble(sample::numerator).toArray(),
                Arrays.stream(people).mapToDouble(sample::denominator).toArray());
    }

    private static Sample moments(MetricSample sample) {
        double deviation = sample.standardDeviation();
        return Sample.ofMoments(sample.people(), sample.value(), deviation * deviation);
    }

    private static @Nullable SampleComparison proportion(MetricSample a, MetricSample b, double level) {
        long yesA = Math.round(a.numerators());
        long yesB = Math.round(b.numerators());
        int peopleA = a.people();
        int peopleB = b.people();
        ProportionTest test = ProportionTest.of(yesA, peopleA, yesB, peopleB, level);
        if (test.evidence() != Evidence.SUFFICIENT) {
            return null;
        }
        FisherTest fisher = FisherTest.of(yesA, peopleA - yesA, yesB, peopleB - yesB, level);
        double shareA = (double) yesA / peopleA;
        double shareB = (double) yesB / peopleB;
        double perGroup = 2 / (1.0 / peopleA + 1.0 / peopleB);
        return new SampleComparison(
                "Fisher exact",
                fisher.pValue(),
                test.difference(),
                2 * (Math.asin(Math.sqrt(shareA)) - Math.asin(Math.sqrt(shareB))),
                fisher.oddsRatio().estimate(),
                Power.twoProportions(shareA, shareB, perGroup, ALPHA));
    }

    double difference() {
        return interval.estimate();
    }

    MetricComparison corrected(double holm, double falseDiscovery, double level) {
        return new MetricComparison(
                method,
                difference(),
                finiteOrNull(interval.low()),
                finiteOrNull(interval.high()),
                level,
                pValue,
                holm,
                falseDiscovery,
                finiteOrNull(effectSize),
                finiteOrNull(oddsRatio),
                finiteOrNull(power));
    }

    private static @Nullable Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
