package io.agentflux.statistics;

/**
 * Student's t distribution with tails that keep their relative precision down to any probability, in {@link StrictMath}.
 *
 * <p>Central values come from the incomplete beta function I<sub>x</sub>(ν/2, 1/2), x = ν/(ν+t²), by its continued fraction
 * (DLMF 8.17.22). With many degrees of freedom that fraction loses digits to cancellation, so there the tail is written,
 * with v = ln(1+t²/ν) and κ = (ν-1/2)/2, as a multiple of ∫ e<sup>-κv</sup> v<sup>-1/2</sup> √((v/2)/sinh(v/2)) dv, and the
 * even power series of the root is integrated term by term: incomplete gamma functions of half-integer order.
 */
final class StudentT {

    /** Coefficients of v⁰, v², v⁴, ... in √((v/2)/sinh(v/2)). */
    private static final double[] ROOT_SERIES = {
        1.0,
        -0.020833333333333332,
        0.000390625,
        -7.879670965608466e-6,
        1.6967665791721782e-7,
        -3.805064191721906e-9,
        8.748377596315407e-11,
        -2.044523359411974e-12,
        4.833351797967704e-14
    };

    private static final double LOG_2 = StrictMath.log(2);
    private static final double HALF_LOG_PI = 0.5 * StrictMath.log(Math.PI);
    private static final double SQRT_PI = Math.sqrt(Math.PI);

    private StudentT() {}

    /** log of the two-sided p-value P(|T| &gt; |t|). */
    static double logTwoSided(double t, double degreesOfFreedom) {
        return Math.min(0, LOG_2 + logTail(Math.abs(t), degreesOfFreedom));
    }

    /** log P(T &gt; t). */
    static double logTail(double t, double degreesOfFreedom) {
        if (t < 0) {
            return StrictMath.log1p(-StrictMath.exp(logTail(-t, degreesOfFreedom)));
        }
        if (Double.isInfinite(t)) {
            return Double.NEGATIVE_INFINITY;
        }
        double ratio = t * t / degreesOfFreedom;
        double v = ratio < 1e200 ? StrictMath.log1p(ratio) : 2 * StrictMath.log(t) - StrictMath.log(degreesOfFreedom);
        if (degreesOfFreedom > 100 && v < 0.5) {
            return logTailBySeries(v, degreesOfFreedom);
        }
        double a = degreesOfFreedom / 2;
        double x = 1 / (1 + ratio);
        double y = ratio < 1e200 ? ratio / (1 + ratio) : 1;
        double logScale = logGammaRatio(a) - HALF_LOG_PI - a * v + 0.5 * StrictMath.log(y);
        if (x < (a + 1) / (a + 2.5)) {
            return logScale - StrictMath.log(2 * a) + StrictMath.log(betaFraction(a, 0.5, x));
        }
        double middle = 2 * StrictMath.exp(logScale) * betaFraction(0.5, a, y);
        return StrictMath.log(0.5 * (1 - middle));
    }

    /** t with P(T &gt; t) = p for p in (0, 1). */
    static double tailQuantile(double p, double degreesOfFreedom) {
        if (p > 0.5) {
            return -tailQuantile(1 - p, degreesOfFreedom);
        }
        double logP = StrictMath.log(p);
        double z = Normal.roughTailQuantile(p);
        double guess = Math.max(0, z + (z * z * z + z) / (4 * degreesOfFreedom));
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double t = guess;
        for (int step = 0; step < 200; step++) {
            double logTail = logTail(t, degreesOfFreedom);
            if (logTail > logP) {
                low = t;
            } else {
                high = t;
            }
            double next = t + (logTail - logP) * StrictMath.exp(logTail - logDensity(t, degreesOfFreedom));
            if (!(next >= low && next <= high)) {
                next = Double.isInfinite(high) ? 2 * low + 1 : 0.5 * (low + high);
            }
            double change = Math.abs(next - t);
            t = next;
            if (change <= 1e-15 * t) {
                break;
            }
        }
        return t;
    }

    static double logDensity(double t, double degreesOfFreedom) {
        double a = degreesOfFreedom / 2;
        return logGammaRatio(a)
                - HALF_LOG_PI
                - 0.5 * StrictMath.log(degreesOfFreedom)
                - (a + 0.5) * StrictMath.log1p(t * t / degreesOfFreedom);
    }

    /** log Γ(a+1/2)/Γ(a): the asymptotic series at a ≥ 16, reached from smaller a by Γ(a+1) = aΓ(a). */
    static double logGammaRatio(double a) {
        double shift = 1;
        double z = a;
        while (z < 16) {
            shift *= z / (z + 0.5);
            z += 1;
        }
        double w = 1 / (z * z);
        double series = (-1 / 8.0
                        + w
                                * (1 / 192.0
                                        + w
                                                * (-1 / 640.0
                                                        + w
                                                                * (17 / 14336.0
                                                                        + w * (-31 / 18432.0 + w * 691 / 180224.0)))))
                / z;
        return 0.5 * StrictMath.log(z) + series + StrictMath.log(shift);
    }

    private static double logTailBySeries(double v, double degreesOfFreedom) {
        double kappa = 0.5 * (degreesOfFreedom - 0.5);
        double x = kappa * v;
        double order = 0.5;
        double moment = SQRT_PI * Normal.scaledErfc(Math.sqrt(x)) / Math.sqrt(kappa);
        double power = Math.sqrt(v) / kappa;
        double sum = moment;
        for (int k = 1; k < ROOT_SERIES.length; k++) {
            for (int twice = 0; twice < 2; twice++) {
                moment = order / kappa * moment + power;
                power *= v;
                order += 1;
            }
            sum += ROOT_SERIES[k] * moment;
        }
        return logGammaRatio(degreesOfFreedom / 2) - LOG_2 - HALF_LOG_PI - x + StrictMath.log(sum);
    }

    /** The continued fraction F with I<sub>x</sub>(a,b) = x<sup>a</sup>(1-x)<sup>b</sup> F / (a B(a,b)), by Lentz's method. */
    private static double betaFraction(double a, double b, double x) {
        double tiny = 1e-300;
        double c = 1;
        double d = 1 - (a + b) * x / (a + 1);
        d = 1 / (Math.abs(d) < tiny ? tiny : d);
        double fraction = d;
        for (int m = 1; m < 1_000_000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 + even * d;
            c = 1 + even / c;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = Math.abs(c) < tiny ? tiny : c;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 + odd * d;
            c = 1 + odd / c;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = Math.abs(c) < tiny ? tiny : c;
            double factor = d * c;
            fraction *= factor;
            if (Math.abs(factor - 1) < 2e-16) {
                break;
            }
        }
        return fraction;
    }
}
