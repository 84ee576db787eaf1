package io.agentflux;

import java.time.Duration;

/**
 * When the ticks of an agent are due.
 *
 * @param rhythm from when the time to the next tick is counted
 * @param period the time between ticks, at least 1 ms
 * @param jitter each tick is moved by up to this share of the period to either side, in [0, 0.5]; at fixed rate the grid itself
 *     stays where it is
 * @param stagger the first tick comes after a time drawn evenly from [0, stagger), so that agents started together spread out
 */
public record Cadence(Rhythm rhythm, Duration period, double jitter, Duration stagger) {

    /** From when the time to the next tick is counted. */
    public enum Rhythm {
        /** From the end of a cycle. */
        FIXED_DELAY,
        /** From the tick before. */
        FIXED_RATE
    }

    /** Refuses what can't be meant. */
    public Cadence {
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("Cadence: period is " + period + ", must be at least 1ms");
        }
        if (!(jitter >= 0 && jitter <= 0.5)) {
            throw new IllegalArgumentException("Cadence: jitter is " + jitter + ", must be within 0 and 0.5");
        }
        if (stagger.isNegative()) {
            throw new IllegalArgumentException("Cadence: stagger is " + stagger + ", must not be negative");
        }
    }

    /** A tick {@code delay} after each cycle has ended, the first at once. */
    public static Cadence fixedDelay(Duration delay) {
        return new Cadence(Rhythm.FIXED_DELAY, delay, 0, Duration.ZERO);
    }

    /** A tick every {@code period}, the first at once. */
    public static Cadence fixedRate(Duration period) {
        return new Cadence(Rhythm.FIXED_RATE, period, 0, Duration.ZERO);
    }

    /** The same with each tick moved by up to {@code share} of the period; by default none is. */
    public Cadence jitter(double share) {
        return new Cadence(rhythm, period, share, stagger);
    }

    /** The same with the first tick somewhere in the first {@code window}; by default it comes at once. */
    public Cadence stagger(Duration window) {
        return new Cadence(rhythm, period, jitter, window);
    }
}
