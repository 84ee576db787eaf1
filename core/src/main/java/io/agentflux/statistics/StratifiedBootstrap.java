package io.agentflux.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Bootstrap intervals for any statistic of data that fall into strata: each replicate draws, with replacement and within
 * each stratum, as many items as the stratum has.
 *
 * <p>What is drawn are positions. Scores of several strategies that were paired by seed stay paired when the statistic reads
 * all of them at the same drawn positions; independent samples are strata of their own.
 *
 * <p>Replicate b draws from a random stream that depends on the seed and b alone, so the same seed gives the same bits on
 * any number of threads. Immutable; can be stored as a template. Source: Efron and Tibshirani, An Introduction to the
 * Bootstrap (1993), 13 and 14.
 */
public final class StratifiedBootstrap {

    /** A statistic of the items at the given positions: {@code positions[stratum][draw]}. */
    @FunctionalInterface
    public interface Statistic {
        /** The value for these positions; rows may be one shorter than their stratum. Called from several threads if parallel. */
        double at(int[][] positions);
    }

    private final int[] sizes;
    private final Statistic statistic;
    private final int replicates;
    private final long seed;
    private final boolean parallel;

    private StratifiedBootstrap(int[] sizes, Statistic statistic, int replicates, long seed, boolean parallel) {
        this.sizes = sizes;
        this.statistic = statistic;
        this.replicates = replicates;
        this.seed = seed;
        this.parallel = parallel;
    }

    /**
     * A bootstrap of a statistic over strata of these sizes: 2,000 replicates from seed 0, on the calling thread.
     *
     * @param sizes number of items in each stratum, each at least 1
     */
    public static StratifiedBootstrap of(int[] sizes, Statistic statistic) {
        if (sizes.length == 0 || IntStream.of(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "Strata of sizes " + Arrays.toString(sizes) + "; there must be some and none may be empty");
        }
        return new StratifiedBootstrap(sizes.clone(), statistic, 2_000, 0, false);
    }

    /** A bootstrap of an aggregate of {@code scores[world][run]}: worlds are strata, runs are drawn. */
    public static StratifiedBootstrap of(double[][] scores, Aggregate aggregate) {
        double[][] copy = Arrays.stream(scores).map(double[]::clone).toArray(double[][]::new);
        int[] sizes = Arrays.stream(copy).mapToInt(runs -> runs.length).toArray();
        return of(sizes, positions -> {
            double[][] drawn = new double[positions.length][];
            for (int world = 0; world < positions.length; world++) {
                double[] runs = new double[positions[world].length];
                for (int i = 0; i < runs.length; i++) {
                    runs[i] = copy[world][positions[world][i]];
                }
                drawn[world] = runs;
            }
            return aggregate.of(drawn);
        });
    }

    /** This bootstrap with another number of replicates, at least 2. */
    public StratifiedBootstrap replicates(int count) {
        if (count < 2) {
            throw new IllegalArgumentException(count + " replicates; take at least 2, better 2000");
        }
        return new StratifiedBootstrap(sizes, statistic, count, seed, parallel);
    }

    /** This bootstrap with another seed. */
    public StratifiedBootstrap seed(long newSeed) {
        return new StratifiedBootstrap(sizes, statistic, replicates, newSeed, parallel);
    }

    /**
     * This bootstrap on the threads of the fork-join pool of the caller, or the common one; the caller waits, so it must be
     * a thread that may block. Changes no result.
     */
    public StratifiedBootstrap parallel() {
        return new StratifiedBootstrap(sizes, statistic, replicates, seed, true);
    }

    /** The statistic of the data themselves. */
    public double estimate() {
        int[][] positions = new int[sizes.length][];
        for (int stratum = 0; stratum < sizes.length; stratum++) {
            positions[stratum] = IntStream.range(0, sizes[stratum]).toArray();
        }
        return statistic.at(positions);
    }

    /** The replicated statistics, sorted. */
    public double[] distribution() {
        IntStream numbers = IntStream.range(0, replicates);
        return (parallel ? numbers.parallel() : numbers)
                .mapToDouble(this::replicate)
                .sorted()
                .toArray();
    }

    /**
     * The percentile interval: the central quantiles of the distribution, linearly interpolated. Unbounded when any replicate
     * is NaN.
     *
     * @param level in (0, 1)
     */
    public Interval percentile(double level) {
        Interval.checkLevel(level);
        return between((1 - level) / 2, (1 + level) / 2, estimate(), distribution(), level, "percentile bootstrap");
    }

    /**
     * The bias-corrected and accelerated interval (Efron 1987), with the acceleration of several strata by the jackknife within
     * each (Davison and Hinkley 1997, 5.3.2). Falls back to percentiles where the correction is not defined: all replicates
     * on one side of the estimate, or a stratum of one item.
     *
     * @param level in (0, 1)
     */
    public Interval biasCorrected(double level) {
        Interval.checkLevel(level);
        double estimate = estimate();
        double[] distribution = distribution();
        double below = 0;
        for (double value : distribution) {
            below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
        }
        double acceleration = acceleration();
        double share = below / distribution.length;
        if (!(share > 0 && share < 1) || Double.isNaN(acceleration)) {
            return between((1 - level) / 2, (1 + level) / 2, estimate, distribution, level, "percentile bootstrap");
        }
        double bias = -Normal.tailQuantile(share);
        double z = Normal.tailQuantile((1 - level) / 2);
        double low = corrected(bias, -z, acceleration);
        double high = corrected(bias, z, acceleration);
        return between(low, high, estimate, distribution, level, "BCa bootstrap");
    }

    private static double corrected(double bias, double z, double acceleration) {
        double shifted = bias + z;
        return Normal.tail(-(bias + shifted / (1 - acceleration * shifted)));
    }

    private double acceleration() {
        double cubes = 0;
        double squares = 0;
        for (int stratum = 0; stratum < sizes.length; stratum++) {
            int n = sizes[stratum];
            double[] left = new double[n];
            double mean = 0;
            for (int out = 0; out < n && n > 1; out++) {
                left[out] = statistic.at(without(stratum, out));
                mean += left[out] / n;
            }
            for (double value : left) {
                double influence = (n - 1) * (mean - value);
                squares += influence * influence / ((double) n * n);
                cubes += influence * influence * influence / ((double) n * n * n);
            }
        }
        return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : Double.NaN;
    }

    private int[][] without(int stratum, int out) {
        int[][] positions = new int[sizes.length][];
        for (int each = 0; each < sizes.length; each++) {
            boolean shorter = each == stratum;
            positions[each] = IntStream.range(0, sizes[each])
                    .filter(position -> !shorter || position != out)
                    .toArray();
        }
        return positions;
    }

    private double replicate(int number) {
        Words words = new Words(seed, number);
        int[][] positions = new int[sizes.length][];
        for (int stratum = 0; stratum < sizes.length; stratum++) {
            int[] drawn = new int[sizes[stratum]];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = words.below(drawn.length);
            }
            positions[stratum] = drawn;
        }
        return statistic.at(positions);
    }

    private static Interval between(
            double low, double high, double estimate, double[] sorted, double level, String method) {
        // NaN sorts last
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return Interval.unbounded(estimate, level, method);
        }
        return new Interval(estimate, quantile(sorted, low), quantile(sorted, high), level, method);
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int index = (int) position;
        if (index + 1 >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        return sorted[index] + (position - index) * (sorted[index + 1] - sorted[index]);
    }
}
