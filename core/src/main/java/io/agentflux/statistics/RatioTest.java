package io.agentflux.statistics;

/**
 * Compares a ratio of sums, such as valid feedback per scan, between two independent groups of people.
 *
 * <p>People are the independent units, not their events: a person contributes (numerator, denominator), the ratio is R = mean
 * numerator M / mean denominator D, and its variance is var M/D² + var D·M²/D⁴ - 2 cov·M/D³ over n, by the delta method.
 * Testing pooled events as if independent rejects far too often (Deng, Knoblich and Lu, KDD 2018).
 *
 * @param a ratio of the first group
 * @param b ratio of the second group
 * @param test the test of a - b: t from both variances with Satterthwaite's degrees of freedom
 */
public record RatioTest(Ratio a, Ratio b, TTest test) {

    private static final String METHOD = "delta method";

    /**
     * A ratio of two means over the same people.
     *
     * @param n number of people
     * @param estimate R; NaN when the mean denominator is 0 or there is nobody
     * @param variance variance of the estimate, not of a person; NaN for fewer than two people
     */
    public record Ratio(long n, double estimate, double variance) {

        /** The ratio of the sum of x (numerator) to the sum of y (denominator). */
        public static Ratio of(BivariateSample people) {
            double numerator = people.x().mean();
            double denominator = people.y().mean();
            if (denominator == 0) {
                return new Ratio(people.n(), Double.NaN, Double.NaN);
            }
            double ratio = numerator / denominator;
            double spread =
                    people.x().variance() + ratio * ratio * people.y().variance() - 2 * ratio * people.covariance();
            double variance = Math.max(0, spread) / (denominator * denominator) / people.n();
            return new Ratio(people.n(), ratio, variance);
        }

        private Evidence evidence() {
            if (n < 2) {
                return Evidence.TOO_FEW;
            }
            if (!Double.isFinite(estimate) || !Double.isFinite(variance)) {
                return Evidence.NOT_FINITE;
            }
            // squared rounding error of the cancelling terms above
            return variance * n > 1e-28 * Math.max(1, estimate * estimate) ? Evidence.SUFFICIENT : Evidence.CONSTANT;
        }
    }

    /**
     * Tests whether the ratio x/y differs between groups a and b.
     *
     * @param level level of the interval, in (0, 1)
     */
    public static RatioTest of(BivariateSample a, BivariateSample b, double level) {
        Ratio first = Ratio.of(a);
        Ratio second = Ratio.of(b);
        double difference = first.estimate - second.estimate;
        TTest.Variance variance = TTest.Variance.sum(first.variance, first.n, second.variance, second.n);
        return new RatioTest(first, second, TTest.of(evidence(first, second), difference, variance, level, METHOD));
    }

    private static Evidence evidence(Ratio a, Ratio b) {
        Evidence first = a.evidence();
        Evidence second = b.evidence();
        if (first == Evidence.NOT_FINITE || second == Evidence.NOT_FINITE) {
            return Evidence.NOT_FINITE;
        }
        if (first == Evidence.TOO_FEW || second == Evidence.TOO_FEW) {
            return Evidence.TOO_FEW;
        }
        return first == Evidence.SUFFICIENT ? first : second;
    }
}
