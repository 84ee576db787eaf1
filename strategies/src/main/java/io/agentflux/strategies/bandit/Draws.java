package io.agentflux.strategies.bandit;

import java.util.random.RandomGenerator;

/**
 * Random numbers of distributions that the JDK lacks, or whose algorithm it has changed between versions: built on
 * {@link RandomGenerator#nextDouble()} and {@link StrictMath} only, so that a seed means the same everywhere.
 */
final class Draws {

    private Draws() {}

    /** A standard normal number, by Marsaglia's polar method. */
    static double normal(RandomGenerator random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square < 1 && square > 0) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /** A number of the beta distribution, both shapes at least 1, as a ratio of gamma numbers. */
    static double beta(RandomGenerator random, double alpha, double beta) {
        double x = gamma(random, alpha);
        double y = gamma(random, beta);
        return x / (x + y);
    }

    /**
     * A number of the gamma distribution with scale 1 and a shape of at least 1: G. Marsaglia and W. W. Tsang, "A Simple
     * Method for Generating Gamma Variables", 2000.
     */
    private static double gamma(RandomGenerator random, double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                double u = 1 - random.nextDouble();
                if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
