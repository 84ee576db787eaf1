package io.agentflux.arena;

import java.util.Locale;

/** How far the size of a sample lets an agent trust a metric. */
public enum Confidence {
    /** Fewer than 10 people. */
    LOW,
    /** 10 to 29 people. */
    MEDIUM,
    /** 30 people or more. */
    HIGH;

    /** The confidence that a sample of this size deserves. */
    public static Confidence ofSampleSize(int sampleSize) {
        return sampleSize < 10 ? LOW : sampleSize < 30 ? MEDIUM : HIGH;
    }

    /** The lower-case name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
