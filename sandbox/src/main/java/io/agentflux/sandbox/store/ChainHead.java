package io.agentflux.sandbox.store;

/**
 * The end of the log at some moment. Noted down outside the store, it proves later that nothing up to there was rewritten.
 *
 * @param sequence the number of the last event; 0 if there is none
 * @param hash the hash of that event
 */
public record ChainHead(long sequence, String hash) {

    private static final int HASH_LENGTH = 64;

    /** The head of a log without events. */
    public static final ChainHead EMPTY = new ChainHead(0, "0".repeat(HASH_LENGTH));

    /** Refuses what cannot be the end of a log. */
    public ChainHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is " + sequence + "; it cannot be negative");
        }
        if (!isHash(hash)) {
            throw new IllegalArgumentException("hash is '" + hash + "'; give 64 lower-case hex digits");
        }
    }

    private static boolean isHash(String text) {
        if (text.length() != HASH_LENGTH) {
            return false;
        }
        for (int i = 0; i < HASH_LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
