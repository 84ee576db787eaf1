package io.agentflux.sandbox.population;

/**
 * Random numbers as a pure function of (seed, person, day, draw): {@code word = mix(key + (64 day + draw) * STEP)} with
 * the finaliser of SplitMix64. A draw always means the same event, whether or not other events happen, so two economies
 * meet the same chance in the same people.
 *
 * <p>Source: Steele, Lea &amp; Flood 2014 (SplitMix64); Stafford's variant 13 of the finaliser.
 */
final class RandomWords {

    /** The odd constant nearest to 2^64 divided by the golden ratio. */
    static final long STEP = 0x9E3779B97F4A7C15L;

    /** High 24 bits: does the person open the app. Low 32 bits: does the person leave or return. */
    static final long OPENING = 0;

    /** High 32 bits: number of scans. Low 16 bits: rounding of its mean. */
    static final long SCANS = STEP;

    /** Photos, and the rounding when feedback exceeds its cap. */
    static final long PHOTOS = word(2);

    /** The type of the week's mission. */
    static final long MISSION = word(7);

    /** First of up to 33 words that decide, four scans each, what becomes of scans. */
    static final long OUTCOMES = word(16);

    private static final long WORDS_PER_DAY = 64;

    private RandomWords() {}

    private static long word(int draw) {
        return draw * STEP;
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The key of a person in the world of a seed. */
    static long personKey(long seed, long person) {
        return mix(mix(seed * STEP + 0x1234567) + person * 0xD1342543DE82EF95L);
    }

    /** What to add to a person's key for the words of a day. */
    static long dayOffset(int day) {
        return day * WORDS_PER_DAY * STEP;
    }
}
