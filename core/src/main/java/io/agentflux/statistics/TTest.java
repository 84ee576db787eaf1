package io.agentflux.statistics;

import java.util.List;

/**
 * Student's t test of a mean or of a difference of means, two-sided.
 *
 * <p>The p-value comes from the tail itself, not from one minus the distribution, so it stays exact to about 1e-300; below
 * that {@link #logPValue()} goes on.
 *
 * @param evidence whether the data could answer; see {@link Evidence}
 * @param statistic t, estimate over its standard error; NaN without evidence, 0 or infinite for constant data
 * @param degreesOfFreedom ν, at least 1; NaN unless the evidence is sufficient
 * @param pValue P(|T| ≥ |t|), in [0, 1]; 1 when nothing can be said. For constant data it is the limit, 1 or 0: a
 *     {@link SignFlipTest} judges those by their number
 * @param logPValue natural logarithm of the p-value
 * @param difference the estimate with its interval, in the unit of the observations
 */
public record TTest(
        Evidence evidence,
        double statistic,
        double degreesOfFreedom,
        double pValue,
        double logPValue,
        Interval difference) {

    /**
     * Welch's test of mean(a) - mean(b) for independent samples with unequal variances: t = difference / √(s²<sub>a</sub>/n<sub>a</sub> +
     * s²<sub>b</sub>/n<sub>b</sub>) with Satterthwaite's degrees of freedom. Source: Welch, Biometrika 34 (1947) 28-35.
     *
     * @param level level of the interval, in (0, 1)
     */
    public static TTest welch(Sample a, Sample b, double level) {
        double estimate = a.mean() - b.mean();
        Variance variance = Variance.sum(List.of(a, b), 1);
        return of(worst(List.of(a, b)), estimate, variance, level, "Welch t");
    }

    /**
     * The test of mean(a - b) for observations that belong together, as those of two strategies in the same world.
     *
     * @param level level of the interval, in (0, 1)
     */
    public static TTest paired(double[] a, double[] b, double level) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("Pairs need samples of one length, not " + a.length + " and " + b.length
                    + "; drop the unpaired ones");
        }
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        return ofMean(List.of(Sample.of(differences)), level);
    }

    /**
     * The test of a mean against 0 where every stratum counts the same whatever its size: the estimate is the mean of the H
     * stratum means, its variance Σ s²<sub>h</sub>/n<sub>h</sub> / H², its degrees of freedom Satterthwaite's. A single stratum
     * gives the ordinary one-sample test. Source: Cochran, Sampling Techniques (3rd ed. 1977), 5.4 and 5.5.
     *
     * @param strata at least one; each needs two observations for the evidence to suffice
     * @param level level of the interval, in (0, 1)
     */
    public static TTest ofMean(List<Sample> strata, double level) {
        if (strata.isEmpty()) {
            throw new IllegalArgumentException("A mean of no strata; pass Sample.empty() for no data");
        }
        double estimate = 0;
        for (Sample stratum : strata) {
            estimate += stratum.mean();
        }
        estimate /= strata.size();
        String method = strata.size() == 1 ? "t" : "stratified t";
        return of(worst(strata), estimate, Variance.sum(strata, strata.size()), level, method);
    }

    static TTest of(Evidence evidence, double estimate, Variance variance, double level, String method) {
        Interval.checkLevel(level);
        switch (evidence) {
            case TOO_FEW, NOT_FINITE -> {
                return new TTest(evidence, Double.NaN, Double.NaN, 1, 0, Interval.unbounded(estimate, level, method));
            }
            case CONSTANT -> {
                double statistic = estimate == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, estimate);
                double logP = estimate == 0 ? 0 : Double.NEGATIVE_INFINITY;
                Interval point = new Interval(estimate, estimate, estimate, level, "constant");
                return new TTest(evidence, statistic, Double.NaN, StrictMath.exp(logP), logP, point);
            }
            case SUFFICIENT -> {
                double standardError = Math.sqrt(variance.value());
                double statistic = estimate / standardError;
                double logP = StudentT.logTwoSided(statistic, variance.degreesOfFreedom());
                double quantile = StudentT.tailQuantile((1 - level) / 2, variance.degreesOfFreedom());
                Interval interval = Interval.around(estimate, quantile * standardError, level, method);
                return new TTest(
                        evidence, statistic, variance.degreesOfFreedom(), StrictMath.exp(logP), logP, interval);
            }
        }
        throw new AssertionError(evidence);
    }

    /** Constant strata carry no variance; only when all are constant do the data say nothing about it. */
    static Evidence worst(List<Sample> samples) {
        boolean varies = false;
        boolean few = false;
        for (Sample sample : samples) {
            Evidence evidence = sample.evidence();
            if (evidence == Evidence.NOT_FINITE) {
                return Evidence.NOT_FINITE;
            }
            few |= evidence == Evidence.TOO_FEW;
            varies |= evidence == Evidence.SUFFICIENT;
        }
        if (few) {
            return Evidence.TOO_FEW;
        }
        return varies ? Evidence.SUFFICIENT : Evidence.CONSTANT;
    }

    /** Variance of an estimate that is a sum of independent parts, with Satterthwaite's degrees of freedom. */
    record Variance(double value, double degreesOfFreedom) {

        static Variance sum(List<Sample> samples, double divisor) {
            double total = 0;
            double squares = 0;
            for (Sample sample : samples) {
                double part = sample.variance() / sample.n();
                total += part;
                squares += part * part / (sample.n() - 1);
            }
            return new Variance(total / (divisor * divisor), total * total / squares);
        }

        static Variance sum(double a, long sizeOfA, double b, long sizeOfB) {
            double total = a + b;
            return new Variance(total, total * total / (a * a / (sizeOfA - 1) + b * b / (sizeOfB - 1)));
        }
    }
}
