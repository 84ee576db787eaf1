package io.agentflux.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * The non-central t distribution: T = (Z + δ)/S with S² = χ²<sub>ν</sub>/ν, ν at least 1.
 *
 * <p>P(T ≤ t) = ∫ Φ(ts - δ) f<sub>S</sub>(s) ds. In s the integrand times s is log-concave, hence has one peak; in ln s it is
 * smooth and falls fast on both sides, where the trapezoidal rule converges geometrically. All terms are positive and
 * summed from their logarithms, so both tails keep their relative precision, also where series in powers of δ fail.
 */
final class NoncentralT {

    private static final double NEGLIGIBLE = -42;

    private NoncentralT() {}

    /** log P(T ≤ t). */
    static double logBelow(double t, double degreesOfFreedom, double noncentrality) {
        return logProbability(u -> Normal.logTail(noncentrality - t * StrictMath.exp(u)), degreesOfFreedom);
    }

    /** log P(T &gt; t). */
    static double logAbove(double t, double degreesOfFreedom, double noncentrality) {
        return logProbability(u -> Normal.logTail(t * StrictMath.exp(u) - noncentrality), degreesOfFreedom);
    }

    private static double logProbability(DoubleUnaryOperator logConditional, double nu) {
        DoubleUnaryOperator shape = u -> logConditional.applyAsDouble(u) + nu * (u - 0.5 * StrictMath.expm1(2 * u));
        double peak = peak(shape, nu);
        double top = shape.applyAsDouble(peak);
        double low = edge(shape, peak, top, -1 / Math.sqrt(nu));
        double high = edge(shape, peak, top, 1 / Math.sqrt(nu));
        double width = high - low;
        int points = 64;
        double sum = sum(shape, top, low, width, points, 0);
        double estimate = sum / points;
        for (int halving = 0; halving < 10; halving++) {
            sum += sum(shape, top, low, width, points, 0.5);
            points *= 2;
            double refined = sum / points;
            boolean settled = Math.abs(refined - estimate) <= 1e-14 * refined;
            estimate = refined;
            if (settled) {
                break;
            }
        }
        double logChiConstant = logDensityConstant(nu);
        return Math.min(0, top + logChiConstant + StrictMath.log(estimate * width));
    }

    private static double sum(
            DoubleUnaryOperator shape, double top, double low, double width, int points, double offset) {
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += StrictMath.exp(shape.applyAsDouble(low + width * ((i + offset) / points)) - top);
        }
        return sum;
    }

    /** Where a function with one peak is largest, roughly: the sum only needs to be centred. */
    private static double peak(DoubleUnaryOperator shape, double nu) {
        double step = 1 / Math.sqrt(nu);
        double at = 0;
        double value = shape.applyAsDouble(at);
        while (Math.abs(step) > 1e-2 / Math.sqrt(nu)) {
            double next = shape.applyAsDouble(at + step);
            if (next > value) {
                at += step;
                value = next;
                step *= 2;
            } else {
                step *= -0.5;
            }
        }
        return at;
    }

    private static double edge(DoubleUnaryOperator shape, double peak, double top, double step) {
        double at = peak;
        double stride = step;
        while (shape.applyAsDouble(at) - top > NEGLIGIBLE) {
            at += stride;
            stride *= 1.25;
        }
        return at;
    }

    /**
     * log of 2(ν/2)<sup>ν/2</sup>e<sup>-ν/2</sup>/Γ(ν/2), the constant in the density of ln S; Stirling's series at ν/2 ≥ 16, reached
     * from smaller values by Γ(a+1) = aΓ(a).
     */
    private static double logDensityConstant(double nu) {
        double a = nu / 2;
        double z = a;
        double product = 1;
        while (z < 16) {
            product *= z;
            z += 1;
        }
        double w = 1 / (z * z);
        double remainder = (1 / 12.0 + w * (-1 / 360.0 + w * (1 / 1260.0 + w * (-1 / 1680.0 + w * (1 / 1188.0))))) / z;
        // ln 2 + a ln a - a - ln Γ(a), with ln Γ(z) = (z-1/2) ln z - z + ln(2π)/2 + remainder
        double difference = z == a ? 0 : a * StrictMath.log(a / z) + (a - z) * StrictMath.log(z) + (z - a);
        return StrictMath.log(2)
                + difference
                + StrictMath.log(product)
                + 0.5 * StrictMath.log(z)
                - 0.5 * StrictMath.log(2 * Math.PI)
                - remainder;
    }
}
