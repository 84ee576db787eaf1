package io.agentflux.statistics;

import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The Mann-Whitney test of two independent samples, two-sided: is an observation of a as likely above one of b as below?
 * Source: Ann. Math. Stat. 18 (1947) 50-60.
 *
 * <p>For up to {@value #EXACT_LIMIT} observations in each sample and no ties p is exact; otherwise it is the normal approximation
 * with continuity and tie correction. That approximation uses {@link java.lang.Math}, so its last digit may differ between
 * platforms.
 *
 * @param evidence {@link Evidence#TOO_FEW} when a sample is empty, {@link Evidence#CONSTANT} when all values are equal
 * @param statistic U of a: pairs in which a is higher, ties counting one half
 * @param probabilityAbove U/(n<sub>a</sub>n<sub>b</sub>), estimate of P(a &gt; b) + P(a = b)/2, in [0, 1]
 * @param pValue in [0, 1]; 1 without evidence
 * @param exact whether p is exact
 */
public record RankSumTest(Evidence evidence, double statistic, double probabilityAbove, double pValue, boolean exact) {

    /** The largest sample for which p is exact. */
    public static final int EXACT_LIMIT = 50;

    /** Tests whether a and b are drawn from one distribution, against one being stochastically larger. */
    public static RankSumTest of(double[] a, double[] b) {
        if (!DoubleStream.of(a).allMatch(Double::isFinite)
                || !DoubleStream.of(b).allMatch(Double::isFinite)) {
            return new RankSumTest(Evidence.NOT_FINITE, Double.NaN, Double.NaN, 1, false);
        }
        if (a.length == 0 || b.length == 0) {
            return new RankSumTest(Evidence.TOO_FEW, Double.NaN, Double.NaN, 1, false);
        }
        double pairs = (double) a.length * b.length;
        long distinct = DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b))
                .map(value -> value + 0.0)
                .distinct()
                .count();
        if (distinct == 1) {
            return new RankSumTest(Evidence.CONSTANT, pairs / 2, 0.5, 1, false);
        }
        boolean exact = distinct == a.length + b.length && Math.max(a.length, b.length) <= EXACT_LIMIT;
        MannWhitneyUTest.Result result = MannWhitneyUTest.withDefaults()
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(a, b);
        return new RankSumTest(
                Evidence.SUFFICIENT, result.getStatistic(), result.getStatistic() / pairs, result.getPValue(), exact);
    }
}
