package io.agentflux.sandbox.population;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Random assignment of whole sites of real people to the variants of an experiment. Sites are few, and it is not known beforehand
 * which there are, so they are not assigned one by one: each new site is drawn from what is left of a block, which holds each
 * variant as often as its weight asks for, and when a block is used up the next one begins. So with equal weights the numbers of sites
 * differ by one at most, and each site has the same chance of each variant. What is drawn depends on the experiment, the site, and
 * how many sites each variant has, and is the same in every process.
 */
public final class SiteAssignment {

    /** Weights that no block of up to so many sites does justice to are rounded. */
    private static final int LARGEST_BLOCK = 100;

    private static final double ROUNDING = 1e-6;

    private final long experiment;
    private final long[] block;

    private SiteAssignment(long experiment, long[] block) {
        this.experiment = experiment;
        this.block = block;
    }

    /**
     * The assignment of an experiment.
     *
     * @param weights relative sizes of the variants, in their order
     */
    public static SiteAssignment of(String experimentId, double... weights) {
        return new SiteAssignment(LivePopulation.keyOf(experimentId), block(weights));
    }

    /** How often the smallest block that fits the weights holds each variant. */
    private static long[] block(double... weights) {
        double sum = Arrays.stream(weights).sum();
        for (int size = 1; size < LARGEST_BLOCK; size++) {
            double scale = size / sum;
            if (Arrays.stream(weights)
                    .map(weight -> weight * scale)
                    .allMatch(times -> Math.abs(times - Math.rint(times)) < ROUNDING)) {
                return Arrays.stream(weights)
                        .mapToLong(weight -> Math.round(weight * scale))
                        .toArray();
            }
        }
        return Arrays.stream(weights)
                .mapToLong(weight -> weight > 0 ? Math.max(1, Math.round(weight * LARGEST_BLOCK / sum)) : 0)
                .toArray();
    }

    /**
     * The variant of a site that has none yet, counted from 0.
     *
     * @param sitesOfVariants how many sites each variant has so far
     */
    public int variantOf(String site, int[] sitesOfVariants) {
        long blocks = IntStream.of(sitesOfVariants).sum() / LongStream.of(block).sum() + 1;
        double[] left = IntStream.range(0, block.length)
                .mapToDouble(variant -> Math.max(0, block[variant] * blocks - sitesOfVariants[variant]))
                .toArray();
        return Assignment.of(experiment, 0, left).variantOf(LivePopulation.keyOf(site));
    }
}
