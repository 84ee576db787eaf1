package io.agentflux.sandbox.experiment;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Ids that are never used twice, by whatever process: 96 random bits. They are no secrets: whoever knows some can compute
 * others.
 */
final class RandomIds {

    private static final HexFormat HEX = HexFormat.of();

    /** Seeded once, since reading from the system's source of randomness may block. */
    private final SplittableRandom high;

    private final SplittableRandom low;

    private RandomIds(long seed, long otherSeed) {
        high = new SplittableRandom(seed);
        low = new SplittableRandom(otherSeed);
    }

    static RandomIds create() {
        SecureRandom seeds = new SecureRandom();
        return new RandomIds(seeds.nextLong(), seeds.nextLong());
    }

    /** A new id with a prefix. */
    synchronized String next(String prefix) {
        return prefix + HEX.toHexDigits(high.nextLong()) + HEX.toHexDigits(low.nextInt());
    }
}
