package io.agentflux.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Durations for people. */
final class Durations {

    private Durations() {}

    /**
     * Reads what a person types: {@code 10s}, {@code 5m}, {@code 1h30m}, {@code PT10S}.
     *
     * @throws TypeConversionException if it is no duration
     */
    static Duration read(String text) {
        for (String form : List.of(text, "PT" + text, "P" + text)) {
            try {
                return Duration.parse(form);
            } catch (DateTimeParseException otherForm) {
                // tried in the next one
            }
        }
        throw new TypeConversionException("'" + text + "' is no duration; give one such as 10s, 5m, 1h30m or PT10S");
    }

    /** Such as {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}. */
    static String text(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /** Whole units without seconds that are not there: {@code day}, {@code 6 hours}, {@code 1 hour 30 minutes}. */
    static String inWords(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDaysPart(), "day");
        add(parts, duration.toHoursPart(), "hour");
        add(parts, duration.toMinutesPart(), "minute");
        add(parts, duration.toSecondsPart(), "second");
        add(parts, duration.toMillisPart(), "millisecond");
        return parts.size() == 1 && parts.get(0).startsWith("1 ") ? parts.get(0).substring(2) : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount != 0) {
            parts.add(amount + " " + unit + (amount == 1 ? "" : "s"));
        }
    }
}
