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

    private final long seed;
    private final long experiment;
    private final long[] upTo;

    private Assignment(long seed, long experiment, long[] upTo) {
        this.seed = seed;
        this.experiment = experiment;
        this.upTo = upTo;
    }

    /**
     * An assignment of the people in the world of a seed.
     *
     * @param experiment the number of the experiment; another number gives an independent assignment
     * @param weights relative sizes of the variants, in their order
     */
    public static Assignment of(long seed, long experiment, double... weights) {
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
        return new Assignment(seed, experiment, upTo);
    }

    /** An assignment to variants of equal size. */
    public static Assignment equal(long seed, long experiment, int variants) {
        double[] weights = new double[variants];
        Arrays.fill(weights, 1);
        return of(seed, experiment, weights);
    }

    /** The variant of a person, counted from 0. */
    public int variantOf(long person) {
        return variantOfKey(RandomWords.personKey(seed, person));
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
