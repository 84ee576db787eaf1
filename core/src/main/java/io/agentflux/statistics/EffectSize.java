package io.agentflux.statistics;

import java.util.List;

/**
 * The standardised difference of two independent means.
 *
 * <p>d = (mean(a) - mean(b)) / s with s the pooled standard deviation on ν = n<sub>a</sub> + n<sub>b</sub> - 2 degrees of freedom;
 * g = J d with J = Γ(ν/2) / (√(ν/2) Γ((ν-1)/2)), which removes the bias of d (Hedges, J. Educ. Stat. 6 (1981) 107-128). The
 * interval of d is exact for normal data: the non-centralities under which the observed t is a tail event of (1 - level)/2
 * (Steiger and Fouladi 1997).
 *
 * @param evidence whether the data could answer; constant data have no scale, so d and g are NaN there
 * @param cohenD d, without unit
 * @param hedgesG g, without unit
 * @param correction J, in (0, 1)
 * @param interval d with its interval
 */
public record EffectSize(Evidence evidence, double cohenD, double hedgesG, double correction, Interval interval) {

    /** Bands of |d| that are customary since Cohen (1988). */
    public enum Magnitude {
        /** |d| below 0.2. */
        NEGLIGIBLE,
        /** |d| from 0.2 to below 0.5. */
        SMALL,
        /** |d| from 0.5 to below 0.8. */
        MEDIUM,
        /** |d| of 0.8 and more. */
        LARGE
    }

    /** The effect that separates a from b, positive when a is higher. */
    public static EffectSize of(Sample a, Sample b, double level) {
        Interval.checkLevel(level);
        Evidence evidence = TTest.worst(List.of(a, b));
        if (evidence != Evidence.SUFFICIENT) {
            Interval unknown = Interval.unbounded(Double.NaN, level, "non-central t");
            return new EffectSize(evidence, Double.NaN, Double.NaN, Double.NaN, unknown);
        }
        double nu = a.n() + b.n() - 2.0;
        double pooled = Math.sqrt((a.squaredDeviations() + b.squaredDeviations()) / nu);
        double d = (a.mean() - b.mean()) / pooled;
        double correction = correction(nu);
        double unit = Math.sqrt(1.0 / a.n() + 1.0 / b.n());
        double t = d / unit;
        double logTail = StrictMath.log((1 - level) / 2);
        double low = Roots.increasing(t, 2, delta -> NoncentralT.logAbove(t, nu, delta) - logTail);
        double high = Roots.increasing(t, 2, delta -> logTail - NoncentralT.logBelow(t, nu, delta));
        Interval interval = new Interval(d, low * unit, high * unit, level, "non-central t");
        return new EffectSize(evidence, d, correction * d, correction, interval);
    }

    /** How large |d| is by custom; empty of meaning when d is NaN, and then {@link Magnitude#NEGLIGIBLE}. */
    public Magnitude magnitude() {
        double size = Math.abs(cohenD);
        if (size >= 0.8) {
            return Magnitude.LARGE;
        }
        if (size >= 0.5) {
            return Magnitude.MEDIUM;
        }
        return size >= 0.2 ? Magnitude.SMALL : Magnitude.NEGLIGIBLE;
    }

    static double correction(double nu) {
        return nu > 1 ? StrictMath.exp(StudentT.logGammaRatio((nu - 1) / 2)) / Math.sqrt(nu / 2) : Double.NaN;
    }
}
