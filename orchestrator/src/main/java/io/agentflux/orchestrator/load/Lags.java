package io.agentflux.orchestrator.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** How late things were, counted by the whole millisecond. Safe for use by several threads at once. */
final class Lags {

    private final AtomicLongArray counts;

    /** Lags of up to {@code longest} are told apart, longer ones count as that long. */
    Lags(Duration longest) {
        this.counts = new AtomicLongArray(Math.toIntExact(longest.toMillis()) + 1);
    }

    void add(long millis) {
        counts.incrementAndGet((int) Math.max(0, Math.min(millis, counts.length() - 1)));
    }

    void clear() {
        for (int millis = 0; millis < counts.length(); millis++) {
            counts.set(millis, 0);
        }
    }

    /** How many were counted. */
    long count() {
        long count = 0;
        for (int millis = 0; millis < counts.length(); millis++) {
            count += counts.get(millis);
        }
        return count;
    }

    /** The smallest lag that at least this share of all does not exceed, in milliseconds; 0 if nothing was counted. */
    long percentileMillis(double share) {
        long wanted = (long) Math.ceil(share * count());
        long counted = 0;
        for (int millis = 0; millis < counts.length(); millis++) {
            counted += counts.get(millis);
            if (counted >= wanted) {
                return millis;
            }
        }
        return counts.length() - 1L;
    }
}
