package io.agentflux.sandbox.experiment;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Ids that are never used twice, by whatever process: 64 random bits and a number of 32 bits that counts up, so that an index of
 * ids grows in one place. They are no secrets: whoever knows some can compute others.
 */
final class RandomIds {

    private static final HexFormat HEX = HexFormat.of();

    /** Seeded once, since reading from the system's source of randomness may block. */
    private final SplittableRandom beginnings;

    private String beginning;
    private int number;

    private RandomIds(long seed) {
        beginnings = new SplittableRandom(seed);
        beginning = HEX.toHexDigits(beginnings.nextLong());
    }

    static RandomIds create() {
        return new RandomIds(new SecureRandom().nextLong());
    }

    /** A new id with a prefix. */
    synchronized String next(String prefix) {
        String id = prefix + beginning + HEX.toHexDigits(number);
        number++;
        if (number == 0) {
            beginning = HEX.toHexDigits(beginnings.nextLong());
        }
        return id;
    }
}
