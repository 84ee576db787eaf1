package io.agentflux.statistics;

/**
 * Random 64-bit words that depend on a seed and a stream number only: stream number b is what replicate b of a simulation
 * draws from, so replicates may be computed in any order on any number of threads. SplitMix64 of Steele, Lea and Flood,
 * OOPSLA 2014, started from a mixed key.
 */
final class Words {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Words(long seed, long stream) {
        state = mix(mix(seed + GOLDEN) ^ (stream * 0xD1342543DE82EF95L));
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform on 0 to bound - 1, with a bias below bound/2³². */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
