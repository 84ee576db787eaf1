package io.agentflux.statistics;

/**
 * The standard normal distribution with tails that keep their relative precision, in {@link StrictMath}.
 *
 * <p>The complementary error function is the trapezoidal sum of Matta and Reichel, Math. Comp. 25 (1971) 339-344, with
 * step 1/2, whose remainder is below 1e-17; below 0.8 it is the complement of Taylor's series.
 */
final class Normal {

    private static final double STEP = 0.5;
    private static final double SQRT_PI = Math.sqrt(Math.PI);
    private static final double[] GAUSSIAN = new double[14];

    static {
        for (int n = 1; n < GAUSSIAN.length; n++) {
            GAUSSIAN[n] = StrictMath.exp(-n * n * STEP * STEP);
        }
    }

    private Normal() {}

    /** P(Z &gt; z), accurate to a few ulp times max(1, z²/2). */
    static double tail(double z) {
        if (z < 0) {
            return 1 - tail(-z);
        }
        return 0.5 * StrictMath.exp(-0.5 * z * z) * scaledErfc(z * Math.sqrt(0.5));
    }

    /** log P(Z &gt; z), which does not underflow. */
    static double logTail(double z) {
        if (z < 0) {
            return StrictMath.log1p(-tail(-z));
        }
        return StrictMath.log(0.5 * scaledErfc(z * Math.sqrt(0.5))) - 0.5 * z * z;
    }

    /** z with P(Z &gt; z) = p, for p in (0, 1), by Newton's method on the logarithm of the tail. */
    static double tailQuantile(double p) {
        if (p > 0.5) {
            return -tailQuantile(1 - p);
        }
        double logP = StrictMath.log(p);
        double z = roughTailQuantile(p);
        for (int step = 0; step < 20; step++) {
            double logTail = logTail(z);
            double slope = StrictMath.exp(-0.5 * z * z - logTail) / Math.sqrt(2 * Math.PI);
            double change = (logTail - logP) / slope;
            z += change;
            if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(z))) {
                break;
            }
        }
        return z;
    }

    /** Abramowitz and Stegun 26.2.23, absolute error below 4.5e-4: where Newton's method starts, for p up to 1/2. */
    static double roughTailQuantile(double p) {
        double t = Math.sqrt(-2 * StrictMath.log(p));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }

    /** exp(x²) erfc(x) for x at least 0. */
    static double scaledErfc(double x) {
        if (x < 0.8) {
            return StrictMath.exp(x * x) * (1 - erfBySeries(x));
        }
        double square = x * x;
        double sum = 0;
        for (int n = GAUSSIAN.length - 1; n > 0; n--) {
            sum += GAUSSIAN[n] / (n * n * STEP * STEP + square);
        }
        double trapezoid = STEP * x / Math.PI * (1 / square + 2 * sum);
        if (x >= Math.PI / STEP) {
            return trapezoid;
        }
        double period = 2 * Math.PI * x / STEP;
        return trapezoid - 2 * StrictMath.exp(square - period) / (1 - StrictMath.exp(-period));
    }

    private static double erfBySeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / SQRT_PI * StrictMath.exp(-x * x) * sum;
    }
}
