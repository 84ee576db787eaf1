package io.agentflux.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * What a test can find: the probability that it rejects when there is an effect, and how many observations that takes.
 *
 * <p>All tests are two-sided at α. {@code strict} counts rejections on the wrong side as well, as a two-sided test does;
 * without it only those in the direction of the effect count, as in most tables.
 */
public final class Power {

    private Power() {}

    /**
     * Power of the two-sample t test: T is non-central t with n<sub>1</sub>+n<sub>2</sub>-2 degrees of freedom and δ = |d| / √(1/n<sub>1</sub> +
     * 1/n<sub>2</sub>). Source: Cohen, Statistical Power Analysis (2nd ed. 1988), 2.
     *
     * @param effect Cohen's d
     * @param n1 size of the first sample, greater than 1; fractions are allowed for planning
     * @param n2 size of the second sample, greater than 1
     */
    public static double twoSampleT(double effect, double n1, double n2, double alpha, boolean strict) {
        return ofT(Math.abs(effect) / Math.sqrt(1 / n1 + 1 / n2), n1 + n2 - 2, alpha, strict);
    }

    /**
     * Power of the paired t test over n pairs, δ = |d|√n and n - 1 degrees of freedom.
     *
     * @param effect mean of the differences over their standard deviation
     * @param n number of pairs, greater than 1
     */
    public static double pairedT(double effect, double n, double alpha, boolean strict) {
        return ofT(Math.abs(effect) * Math.sqrt(n), n - 1, alpha, strict);
    }

    /**
     * Observations per sample that give the two-sample t test this power (not strict); round up before use.
     *
     * @param effect Cohen's d, not 0
     */
    public static double sampleSizeForTwoSampleT(double effect, double power, double alpha) {
        return smallest(effect, power, 2, n -> twoSampleT(effect, n, n, alpha, false));
    }

    /**
     * Observations per sample that give the comparison of two means this power by the normal approximation, 2
     * (z<sub>α/2</sub> + z<sub>β</sub>)² / d²; round up before use. Simpler than {@link #sampleSizeForTwoSampleT}, which needs
     * one or two more.
     *
     * @param effect Cohen's d, not 0
     */
    public static double sampleSizeByNormalApproximation(double effect, double power, double alpha) {
        if (effect == 0 || !Double.isFinite(effect)) {
            throw new IllegalArgumentException(
                    "No sample is large enough to find an effect of " + (effect == 0 ? "0" : effect));
        }
        Interval.checkLevel(power);
        Interval.checkLevel(alpha);
        double z = Normal.tailQuantile(alpha / 2) + Normal.tailQuantile(1 - power);
        return 2 * z * z / (effect * effect);
    }

    /**
     * Pairs that give the paired t test this power (not strict); round up before use.
     *
     * @param effect mean of the differences over their standard deviation, not 0
     */
    public static double sampleSizeForPairedT(double effect, double power, double alpha) {
        return smallest(effect, power, 2, n -> pairedT(effect, n, alpha, false));
    }

    /**
     * Power of the test of two proportions with n observations each, by the normal approximation with pooled variance under
     * the null hypothesis: Φ((√n |p<sub>1</sub>-p<sub>2</sub>| - z√(2p̄q̄)) / √(p<sub>1</sub>q<sub>1</sub>+p<sub>2</sub>q<sub>2</sub>)). Source: Fleiss, Statistical
     * Methods for Rates and Proportions (2nd ed. 1981), 3.2.
     */
    public static double twoProportions(double p1, double p2, double n, double alpha) {
        double z = Normal.tailQuantile(alpha / 2);
        double mean = (p1 + p2) / 2;
        double underNull = Math.sqrt(2 * mean * (1 - mean));
        double underEffect = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
        return Normal.tail((z * underNull - Math.sqrt(n) * Math.abs(p1 - p2)) / underEffect);
    }

    /** Observations per sample that give the test of two proportions this power; round up before use. */
    public static double sampleSizeForTwoProportions(double p1, double p2, double power, double alpha) {
        return smallest(p1 - p2, power, 1, n -> twoProportions(p1, p2, n, alpha));
    }

    private static double ofT(double delta, double nu, double alpha, boolean strict) {
        if (!(nu >= 1)) {
            throw new IllegalArgumentException(nu + " degrees of freedom; a t test needs at least 1");
        }
        double critical = StudentT.tailQuantile(alpha / 2, nu);
        double power = StrictMath.exp(NoncentralT.logAbove(critical, nu, delta));
        return strict ? power + StrictMath.exp(NoncentralT.logBelow(-critical, nu, delta)) : power;
    }

    private static double smallest(double effect, double power, double least, DoubleUnaryOperator powerAt) {
        if (effect == 0 || !Double.isFinite(effect)) {
            throw new IllegalArgumentException(
                    "No sample is large enough to find an effect of " + (effect == 0 ? "0" : effect));
        }
        Interval.checkLevel(power);
        if (powerAt.applyAsDouble(least) >= power) {
            return least;
        }
        double high = 2 * least;
        while (powerAt.applyAsDouble(high) < power) {
            high *= 2;
        }
        return Roots.between(least, high, n -> powerAt.applyAsDouble(n) - power);
    }
}
