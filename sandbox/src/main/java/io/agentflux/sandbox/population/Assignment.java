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
    private static final int EACH_PERSON = 0;

    private final long seed;
    private final long experiment;
    private final int sites;
    private final long[] upTo;

    private Assignment(long seed, long experiment, int sites, long[] upTo) {
        this.seed = seed;
        this.experiment = experiment;
        this.sites = sites;
        this.upTo = upTo;
    }

    /**
     * An assignment of the people in the world of a seed.
     *
     * @param experiment the number of the experiment; another number gives an independent assignment
     * @param weights relative sizes of the variants, in their order
     */
    public static Assignment of(long seed, long experiment, double... weights) {
        return new Assignment(seed, experiment, EACH_PERSON, cumulative(weights));
    }

    /**
     * An assignment of whole sites: everybody of a site gets the same variant.
     *
     * @param sites how many sites there are
     * @param weights relative sizes of the variants, in their order
     */
    public static Assignment bySite(long seed, long experiment, int sites, double... weights) {
        if (sites < 1) {
            throw new IllegalArgumentException(sites + " sites cannot be assigned; give at least one");
        }
        return new Assignment(seed, experiment, sites, cumulative(weights));
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
        long unit = sites == EACH_PERSON ? person : siteOf(seed, person, sites);
        long stream = sites == EACH_PERSON ? seed : seed ^ SITE_STREAM;
        return variantOfKey(RandomWords.personKey(stream, unit));
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

    private int variantOfKey(long key) {
        long bucket = RandomWords.mix(key ^ RandomWords.mix(experiment)) >>> 32;
        int variant = 0;
        while (bucket >= upTo[variant]) {
            variant++;
        }
        return variant;
    }
}
