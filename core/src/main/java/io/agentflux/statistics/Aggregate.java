package io.agentflux.statistics;

import java.util.Arrays;

/**
 * One number for the scores of many runs in many worlds, {@code scores[world][run]}. Worlds may have different numbers of
 * runs; at least one run is needed. Definitions of Agarwal et al., NeurIPS 2021 (arXiv 2108.13264).
 */
@FunctionalInterface
public interface Aggregate {

    /** The aggregate of {@code scores[world][run]}, in the unit of the scores unless it says otherwise. */
    double of(double[][] scores);

    /** Mean over worlds of the mean over runs: every world counts the same. */
    static Aggregate mean() {
        return scores -> {
            double sum = 0;
            for (double[] world : scores) {
                double runs = 0;
                for (double score : world) {
                    runs += score;
                }
                sum += runs / world.length;
            }
            return sum / scores.length;
        };
    }

    /**
     * Interquartile mean: of all n scores pooled and sorted, the ⌊n/4⌋ smallest and the ⌊n/4⌋ largest are cut and the rest is
     * averaged. As robust as a median, as efficient as a mean.
     */
    static Aggregate interquartileMean() {
        return scores -> {
            double[] sorted = pool(scores);
            Arrays.sort(sorted);
            int cut = sorted.length / 4;
            double sum = 0;
            for (int i = cut; i < sorted.length - cut; i++) {
                sum += sorted[i];
            }
            return sum / (sorted.length - 2 * cut);
        };
    }

    /** Optimality gap: how far the scores, capped at the target γ, fall short of it on average; 0 when all reach it. */
    static Aggregate optimalityGap(double target) {
        return scores -> {
            double[] pooled = pool(scores);
            double sum = 0;
            for (double score : pooled) {
                sum += Math.min(score, target);
            }
            return target - sum / pooled.length;
        };
    }

    /** A point of the performance profile: mean over worlds of the share of runs with a score above τ, in [0, 1]. */
    static Aggregate shareAbove(double threshold) {
        return scores -> {
            double sum = 0;
            for (double[] world : scores) {
                double above = 0;
                for (double score : world) {
                    above += score > threshold ? 1 : 0;
                }
                sum += above / world.length;
            }
            return sum / scores.length;
        };
    }

    /**
     * Mean over worlds of the probability that a random run of x scores higher than a random run of y, ties counting one
     * half (Mann-Whitney U over the number of pairs), in [0, 1].
     */
    static double probabilityOfImprovement(double[][] x, double[][] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "Scores in " + x.length + " and in " + y.length + " worlds; improvement needs the same worlds");
        }
        double sum = 0;
        for (int world = 0; world < x.length; world++) {
            // halves add up exactly, so counting in sorted order gives the very sum over all pairs
            double[] sorted = y[world].clone();
            Arrays.sort(sorted);
            double wins = 0;
            for (double mine : x[world]) {
                int below = countBelow(sorted, mine, false);
                wins += below + (countBelow(sorted, mine, true) - below) / 2.0;
            }
            sum += wins / ((double) x[world].length * y[world].length);
        }
        return sum / x.length;
    }

    /** How many of the sorted values are less than a limit, or equal to it if that counts too; none is if the limit is NaN. */
    private static int countBelow(double[] sorted, double limit, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < limit || (orEqual && sorted[middle] == limit)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double[] pool(double[][] scores) {
        int n = 0;
        for (double[] world : scores) {
            n += world.length;
        }
        double[] pooled = new double[n];
        int at = 0;
        for (double[] world : scores) {
            System.arraycopy(world, 0, pooled, at, world.length);
            at += world.length;
        }
        return pooled;
    }
}
