package io.agentflux.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
final class Durations {

    private Durations() {}

    /** Such as {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}. */
    static String text(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }
}
