package io.agentflux.statistics;

/**
 * Did people arrive in the arms in the planned proportions? Pearson's χ² over the arms that were planned to receive anybody:
 * Σ (observed - expected)² / expected with (number of such arms - 1) degrees of freedom. Arms of weight 0 are left out of
 * the sum <em>and</em> of the degrees of freedom.
 *
 * <p>A mismatch at p &lt; 0.001 usually means that assignment or logging is broken and no comparison of the arms can be trusted.
 *
 * @param evidence {@link Evidence#TOO_FEW} when nobody arrived or fewer than two arms have weight
 * @param chiSquare χ², at least 0; infinite if somebody arrived in an arm of weight 0; NaN without evidence
 * @param degreesOfFreedom number of arms with weight, less 1
 * @param pValue P(χ²<sub>df</sub> ≥ χ²), in [0, 1]; 1 without evidence
 */
public record SampleRatioTest(Evidence evidence, double chiSquare, int degreesOfFreedom, double pValue) {

    /** Compares the people counted in each arm with the weights planned, which need not sum to 1. */
    public static SampleRatioTest of(long[] observed, double[] weights) {
        if (observed.length != weights.length) {
            throw new IllegalArgumentException(
                    observed.length + " counts for " + weights.length + " weights; each arm needs both");
        }
        double people = 0;
        double weightSum = 0;
        int arms = 0;
        boolean intruders = false;
        for (int arm = 0; arm < observed.length; arm++) {
            if (observed[arm] < 0 || !(weights[arm] >= 0) || Double.isInfinite(weights[arm])) {
                throw new IllegalArgumentException("Arm " + arm + " has count " + observed[arm] + " and weight "
                        + weights[arm] + "; neither may be negative and the weight must be finite");
            }
            if (weights[arm] > 0) {
                people += observed[arm];
                weightSum += weights[arm];
                arms++;
            } else {
                intruders |= observed[arm] > 0;
            }
        }
        int degreesOfFreedom = Math.max(0, arms - 1);
        if (intruders) {
            return new SampleRatioTest(Evidence.SUFFICIENT, Double.POSITIVE_INFINITY, degreesOfFreedom, 0);
        }
        if (people == 0 || arms < 2) {
            return new SampleRatioTest(Evidence.TOO_FEW, Double.NaN, degreesOfFreedom, 1);
        }
        double chiSquare = 0;
        for (int arm = 0; arm < observed.length; arm++) {
            if (weights[arm] > 0) {
                double expected = people * weights[arm] / weightSum;
                double excess = observed[arm] - expected;
                chiSquare += excess * excess / expected;
            }
        }
        return new SampleRatioTest(Evidence.SUFFICIENT, chiSquare, degreesOfFreedom, tail(chiSquare, degreesOfFreedom));
    }

    /**
     * P(χ²<sub>df</sub> &gt; x) for whole degrees of freedom as a finite sum of positive terms (Abramowitz and Stegun 26.4.4, 26.4.5): from
     * one or two degrees upwards, each further pair adds (x/2)<sup>k</sup>e<sup>-x/2</sup>/Γ(k+1).
     */
    static double tail(double x, int degreesOfFreedom) {
        boolean even = degreesOfFreedom % 2 == 0;
        double half = x / 2;
        double tail = even ? StrictMath.exp(-half) : 2 * Normal.tail(Math.sqrt(x));
        double order = even ? 1 : 0.5;
        double term = even ? half * StrictMath.exp(-half) : 2 * Math.sqrt(half / Math.PI) * StrictMath.exp(-half);
        while (2 * order < degreesOfFreedom) {
            tail += term;
            order += 1;
            term *= half / order;
        }
        return Math.min(1, tail);
    }
}
