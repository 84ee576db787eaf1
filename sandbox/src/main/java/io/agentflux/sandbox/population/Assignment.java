package io.agentflux.sandbox.population;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Random assignment of people to the variants of an experiment by hash: {@code bucket = mix(key ^ mix(experiment)) >>>
 * 32} against the cumulative weights. The variant of a person depends on the seed of the world, the experiment and the
 * person, not on who else is there nor on the order of arrival, and never changes.
 */
public final class Assignment {

    private static final double BUCKETS = 0x1p32;
    private static final long SITE_STREAM = 0x73697465L;
    private static final long BUCKETS_OF_SITES = 1L << 24;
    private static final int[] NO_SITES = {};

    private final long seed;
    private final long experiment;
    private final int[] variantOfSite;
    private final long[] upTo;

    private Assignment(long seed, long experiment, int[] variantOfSite, long[] upTo) {
        this.seed = seed;
        this.experiment = experiment;
        this.variantOfSite = variantOfSite;
        this.upTo = upTo;
    }

    /**
     * An assignment of the people in the world of a seed.
     *
     * @param experiment the number of the experiment; another number gives an independent assignment. For simulated people not 0,
     *     which takes the very word that decides who comes on the first day
     * @param weights relative sizes of the variants, in their order
     */
    public static Assignment of(long seed, long experiment, double... weights) {
        return new Assignment(seed, experiment, NO_SITES, cumulative(weights));
    }

    /**
     * An assignment of whole sites: everybody of a site gets the same variant. Sites are few, so they are not assigned one by one:
     * they are put in a random order, by hash too, and the order is cut into parts of the sizes that the weights ask for.
     * With equal weights the numbers of sites differ by one at most, and no variant is without a site.
     *
     * @param sites how many sites there are, at least one for each variant
     * @param weights relative sizes of the variants, in their order
     */
    public static Assignment bySite(long seed, long experiment, int sites, double... weights) {
        long[] upTo = cumulative(weights);
        if (sites < weights.length) {
            throw new IllegalArgumentException(
                    sites + " sites cannot be assigned to " + weights.length + " variants; give one for each at least");
        }
        long[] order = new long[sites];
        for (int site = 0; site < sites; site++) {
            long hash = RandomWords.mix(RandomWords.personKey(seed ^ SITE_STREAM, site) ^ RandomWords.mix(experiment));
            order[site] = (hash & -BUCKETS_OF_SITES) | site;
        }
        Arrays.sort(order);
        int[] variantOfSite = new int[sites];
        for (int place = 0; place < sites; place++) {
            long bucket = (long) ((place + .5) / sites * BUCKETS);
            variantOfSite[(int) (order[place] & (BUCKETS_OF_SITES - 1))] = variantOfBucket(bucket, upTo);
        }
        return new Assignment(seed, experiment, variantOfSite, upTo);
    }

    private static long[] cumulative(double... weights) {
        double sum = Arrays.stream(weights).sum();
        if (weights.length == 0
                || !(sum > 0 && sum < Double.POSITIVE_INFINITY)
                || Arrays.stream(weights).anyMatch(weight -> !(weight >= 0))) {
            throw new IllegalArgumentException("Weights " + Arrays.toString(weights)
                    + " cannot be shared out; give at least one, none negative, not all 0");
        }
        long[] upTo = new long[weights.length];
        double cumulative = 0;
        for (int variant = 0; variant < weights.length; variant++) {
            cumulative += weights[variant];
            upTo[variant] = Math.round(cumulative / sum * BUCKETS);
        }
        return upTo;
    }

    /** An assignment to variants of equal size. */
    public static Assignment equal(long seed, long experiment, int variants) {
        double[] weights = new double[variants];
        Arrays.fill(weights, 1);
        return of(seed, experiment, weights);
    }

    /** The variant of a person, counted from 0. */
    public int variantOf(long person) {
        if (variantOfSite.length > 0) {
            return variantOfSite[siteOf(seed, person, variantOfSite.length)];
        }
        long bucket = RandomWords.mix(RandomWords.personKey(seed, person) ^ RandomWords.mix(experiment)) >>> 32;
        return variantOfBucket(bucket, upTo);
    }

    /** The site of a person, counted from 0: one of so many sites, with equal chance. */
    public static int siteOf(long seed, long person, int sites) {
        long bucket = RandomWords.mix(RandomWords.personKey(seed, person) ^ SITE_STREAM) >>> 32;
        return (int) ((bucket * sites) >>> 32);
    }

    /** Says of each person whether the variant is theirs, for {@link SimulatedPopulation#create}. */
    public LongPredicate membersOf(int variant) {
        return person -> variantOf(person) == variant;
    }

    private static int variantOfBucket(long bucket, long[] upTo) {
        int variant = 0;
        while (bucket >= upTo[variant]) {
            variant++;
        }
        return variant;
    }
}
