package io.agentflux.sandbox.population;

/**
 * Four independent events decided by one random word: each 16-bit lane holds a 15-bit uniform, and one addition and one
 * population count say how many of them reach a threshold.
 */
final class FourLanes {

    /** Selects the 15-bit uniforms. */
    static final long UNIFORMS = 0x7FFF7FFF7FFF7FFFL;

    /** What a probability of one is as a threshold. */
    static final float ONE = 32768f;

    private static final long TOP_BITS = 0x8000800080008000L;
    private static final long EACH_LANE = 0x0001000100010001L;

    /** For 0 to 127 events: the lanes used in the first and in the second word. */
    private static final long[] USED = new long[256];

    static {
        for (int events = 0; events < 128; events++) {
            for (int word = 0; word < 2; word++) {
                int lanes = Math.max(0, Math.min(4, events - 4 * word));
                USED[events * 2 + word] = lanes == 0 ? 0 : TOP_BITS >>> (16 * (4 - lanes));
            }
        }
    }

    private FourLanes() {}

    /** Lanes used of the first word when there are so many events. */
    static long firstWord(int events) {
        return USED[events * 2];
    }

    /** Lanes used of the second word when there are so many events. */
    static long secondWord(int events) {
        return USED[events * 2 + 1];
    }

    /** What to add to the uniforms so that a lane overflows into its top bit when it reaches the threshold. */
    static long carry(int threshold) {
        return (32768 - threshold) * EACH_LANE;
    }

    /** How many of the used lanes reach the threshold. */
    static int reaching(long uniforms, long carry, long used) {
        return Long.bitCount((uniforms + carry) & used);
    }

    /** How many of the used lanes stay below the threshold. */
    static int below(long uniforms, long carry, long used) {
        return Long.bitCount(~(uniforms + carry) & used);
    }
}
