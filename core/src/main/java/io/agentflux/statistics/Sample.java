package io.agentflux.statistics;

/**
 * What is kept of a sample: its size, mean and sum of squared deviations. Adding an observation and merging two samples
 * cost constant time and memory, by the updates of Chan, Golub and LeVeque, The American Statistician 37 (1983) 242-247.
 *
 * <p>An empty sample has mean NaN and a sample of fewer than two has variance NaN. A NaN or infinite observation makes mean
 * and variance NaN for good: it is reported as {@link Evidence#NOT_FINITE}, never skipped.
 *
 * @param n number of observations
 * @param mean arithmetic mean, in the unit of the observations; NaN when empty
 * @param squaredDeviations Σ(x - mean)², at least 0; 0 when empty
 */
public record Sample(long n, double mean, double squaredDeviations) {

    private static final Sample EMPTY = new Sample(0, Double.NaN, 0);

    public Sample {
        if (n < 0 || squaredDeviations < 0) {
            throw new IllegalArgumentException("A sample of " + n + " observations with squared deviations "
                    + squaredDeviations + "; neither may be negative");
        }
        if (n == 0 ? !Double.isNaN(mean) || squaredDeviations != 0 : n == 1 && squaredDeviations > 0) {
            throw new IllegalArgumentException("A sample of " + n + " cannot have mean " + mean
                    + " and squared deviations " + squaredDeviations + "; an empty one has NaN and 0");
        }
    }

    /** The sample without observations. */
    public static Sample empty() {
        return EMPTY;
    }

    /** The sample of these observations; the squared deviations are taken about the mean in a second pass. */
    public static Sample of(double... observations) {
        int n = observations.length;
        if (n == 0) {
            return EMPTY;
        }
        double sum = 0;
        for (double observation : observations) {
            sum += observation;
        }
        double mean = sum / n;
        double drift = 0;
        double squares = 0;
        for (double observation : observations) {
            double deviation = observation - mean;
            drift += deviation;
            squares += deviation * deviation;
        }
        // the drift is the rounding error of the mean: Björck's correction
        return finite(n, mean + drift / n, Math.max(0, squares - drift * drift / n));
    }

    /** The sample with these published moments; {@code variance} is the unbiased one, with divisor n - 1. */
    public static Sample ofMoments(long n, double mean, double variance) {
        return new Sample(n, mean, n < 2 ? 0 : variance * (n - 1));
    }

    /** This sample with one more observation. */
    public Sample plus(double observation) {
        return merge(finite(1, observation, 0));
    }

    /** The observations of both samples together. */
    public Sample merge(Sample other) {
        if (n == 0 || other.n == 0) {
            return n == 0 ? other : this;
        }
        long total = n + other.n;
        double difference = other.mean - mean;
        double share = (double) other.n / total;
        return finite(
                total,
                mean + difference * share,
                squaredDeviations + other.squaredDeviations + difference * difference * n * share);
    }

    /** Unbiased variance, divisor n - 1; NaN for fewer than two observations. */
    public double variance() {
        return n < 2 ? Double.NaN : squaredDeviations / (n - 1);
    }

    /** Square root of the {@linkplain #variance() variance}, in the unit of the observations. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** Standard deviation of the mean, s/√n. */
    public double standardError() {
        return Math.sqrt(variance() / n);
    }

    /** Whether this sample can carry a statement about a mean. */
    public Evidence evidence() {
        if (n > 0 && !Double.isFinite(mean)) {
            return Evidence.NOT_FINITE;
        }
        if (n < 2) {
            return Evidence.TOO_FEW;
        }
        return varies() ? Evidence.SUFFICIENT : Evidence.CONSTANT;
    }

    /** The mean with its t interval: mean ± t<sub>n-1</sub> s/√n. */
    public Interval meanInterval(double level) {
        Interval.checkLevel(level);
        return switch (evidence()) {
            case TOO_FEW, NOT_FINITE -> Interval.unbounded(mean, level, "t");
            case CONSTANT -> new Interval(mean, mean, mean, level, "constant");
            case SUFFICIENT ->
                Interval.around(mean, StudentT.tailQuantile((1 - level) / 2, n - 1.0) * standardError(), level, "t");
        };
    }

    /** Deviations of the size of rounding errors, relative to the mean, are no variance. */
    private boolean varies() {
        double rounding = 4 * Math.ulp(mean);
        return squaredDeviations > n * rounding * rounding;
    }

    private static Sample finite(long n, double mean, double squaredDeviations) {
        return Double.isFinite(mean) && Double.isFinite(squaredDeviations)
                ? new Sample(n, mean, squaredDeviations)
                : new Sample(n, Double.NaN, Double.NaN);
    }
}
