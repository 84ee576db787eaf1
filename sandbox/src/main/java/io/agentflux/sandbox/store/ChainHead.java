package io.agentflux.sandbox.store;

import java.util.regex.Pattern;

/**
 * The end of the log at some moment. Noted down outside the store, it proves later that nothing up to there was rewritten.
 *
 * @param sequence the number of the last event; 0 if there is none
 * @param hash the hash of that event
 */
public record ChainHead(long sequence, String hash) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** The head of a log without events. */
    public static final ChainHead EMPTY = new ChainHead(0, "0".repeat(64));

    /** Refuses what cannot be the end of a log. */
    public ChainHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is " + sequence + "; it cannot be negative");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("hash is '" + hash + "'; give 64 lower-case hex digits");
        }
    }
}
