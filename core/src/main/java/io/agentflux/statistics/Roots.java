package io.agentflux.statistics;

import java.util.function.DoubleUnaryOperator;

/** Zeros of continuous functions. */
final class Roots {

    private static final int STEPS = 200;

    private Roots() {}

    /**
     * The zero of {@code f} between two points of different sign, to the last bits, by the hybrid of bisection and inverse
     * quadratic interpolation of Chandrupatla, Advances in Engineering Software 28 (1997) 145-149.
     */
    static double between(double low, double high, DoubleUnaryOperator f) {
        double a = low;
        double b = high;
        double fa = f.applyAsDouble(a);
        double fb = f.applyAsDouble(b);
        if (fa == 0 || fb == 0) {
            return fa == 0 ? a : b;
        }
        if (!(fa * StrictMath.signum(fb) < 0)) {
            throw new IllegalArgumentException("No change of sign between " + low + " and " + high);
        }
        double fraction = 0.5;
        for (int step = 0; step < STEPS; step++) {
            double x = a + fraction * (b - a);
            double fx = f.applyAsDouble(x);
            double c;
            double fc;
            if (Math.signum(fx) == Math.signum(fa)) {
                c = a;
                fc = fa;
            } else {
                c = b;
                fc = fb;
                b = a;
                fb = fa;
            }
            a = x;
            fa = fx;
            double best = Math.abs(fa) < Math.abs(fb) ? a : b;
            double tolerance = 2 * Math.ulp(best);
            double relative = tolerance / Math.abs(b - c);
            if (fa == 0 || relative > 0.5) {
                return fa == 0 ? a : best;
            }
            double xi = (a - b) / (c - b);
            double phi = (fa - fb) / (fc - fb);
            boolean interpolate = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
            fraction = interpolate
                    ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
                    : 0.5;
            fraction = Math.min(1 - relative, Math.max(relative, fraction));
        }
        return a;
    }

    /**
     * The zero of an increasing {@code f} on the whole line; the bracket grows from {@code start} by doubling {@code step}.
     */
    static double increasing(double start, double step, DoubleUnaryOperator f) {
        double low = start;
        double high = start;
        double stride = step;
        while (f.applyAsDouble(low) > 0) {
            high = low;
            low -= stride;
            stride *= 2;
            requireFinite(low);
        }
        stride = step;
        while (f.applyAsDouble(high) < 0) {
            low = high;
            high += stride;
            stride *= 2;
            requireFinite(high);
        }
        return between(low, high, f);
    }

    private static void requireFinite(double bound) {
        if (Double.isInfinite(bound)) {
            throw new ArithmeticException("The function has no zero");
        }
    }
}
