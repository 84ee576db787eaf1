package io.agentflux.statistics;

/**
 * Compares two proportions of independent yes-or-no observations in large samples.
 *
 * <p>z = (p<sub>a</sub> - p<sub>b</sub>) / √(p̄q̄(1/n<sub>a</sub> + 1/n<sub>b</sub>)) with p̄ pooled, two-sided, without continuity
 * correction. The interval is Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17 (1998) 873-890, method
 * 10), which stays inside [-1, 1] and keeps its level near the edges. For small counts use {@link FisherTest}.
 *
 * @param evidence {@link Evidence#TOO_FEW} when a group is empty; {@link Evidence#CONSTANT} when all answered alike
 * @param statistic z, NaN without evidence
 * @param pValue in [0, 1]; 1 when nothing can be said
 * @param logPValue natural logarithm of the p-value
 * @param difference p<sub>a</sub> - p<sub>b</sub> with its interval
 */
public record ProportionTest(
        Evidence evidence, double statistic, double pValue, double logPValue, Interval difference) {

    private static final String METHOD = "Newcombe";

    /**
     * Tests {@code yesA} of {@code nA} against {@code yesB} of {@code nB}.
     *
     * @param level level of the interval, in (0, 1)
     */
    public static ProportionTest of(long yesA, long nA, long yesB, long nB, double level) {
        checkCounts(yesA, nA);
        checkCounts(yesB, nB);
        double a = (double) yesA / nA;
        double b = (double) yesB / nB;
        if (nA == 0 || nB == 0) {
            Interval unknown = Interval.unbounded(Double.NaN, level, METHOD);
            return new ProportionTest(Evidence.TOO_FEW, Double.NaN, 1, 0, unknown);
        }
        Interval wilsonA = wilson(yesA, nA, level);
        Interval wilsonB = wilson(yesB, nB, level);
        double difference = a - b;
        double down = hypotenuse(a - wilsonA.low(), wilsonB.high() - b);
        double up = hypotenuse(wilsonA.high() - a, b - wilsonB.low());
        Interval interval = new Interval(difference, difference - down, difference + up, level, METHOD);
        double pooled = (double) (yesA + yesB) / (nA + nB);
        if (pooled == 0 || pooled == 1) {
            return new ProportionTest(Evidence.CONSTANT, Double.NaN, 1, 0, interval);
        }
        double statistic = difference / Math.sqrt(pooled * (1 - pooled) * (1.0 / nA + 1.0 / nB));
        double logP = Math.min(0, StrictMath.log(2) + Normal.logTail(Math.abs(statistic)));
        return new ProportionTest(Evidence.SUFFICIENT, statistic, StrictMath.exp(logP), logP, interval);
    }

    /** A single proportion with Wilson's score interval (J. Am. Stat. Assoc. 22 (1927) 209-212); [0, 1] when nobody was asked. */
    public static Interval wilson(long yes, long n, double level) {
        checkCounts(yes, n);
        Interval.checkLevel(level);
        if (n == 0) {
            return new Interval(Double.NaN, 0, 1, level, "Wilson");
        }
        double z = Normal.tailQuantile((1 - level) / 2);
        double p = (double) yes / n;
        double scale = 1 + z * z / n;
        double centre = (p + z * z / (2.0 * n)) / scale;
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
        double low = yes == 0 ? 0 : centre - half;
        double high = yes == n ? 1 : centre + half;
        return new Interval(p, low, high, level, "Wilson");
    }

    private static double hypotenuse(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    private static void checkCounts(long yes, long n) {
        if (yes < 0 || yes > n) {
            throw new IllegalArgumentException(yes + " of " + n + " is no proportion; it must lie between 0 and " + n);
        }
    }
}
