package io.agentflux.guardrail;

import java.time.Duration;

/**
 * How often and how far an agent may change a variant.
 *
 * @param updateInterval the least time between two accepted updates, above zero
 * @param deltaLimitPercent how far one update may move a parameter, in percent of its current value, above 0 up to 100
 */
public record GuardrailLimits(Duration updateInterval, double deltaLimitPercent) {

    /** The shortest update interval that a platform may set. */
    public static final Duration SHORTEST_UPDATE_INTERVAL = Duration.ofMinutes(5);
    /** The longest update interval that a platform may set. */
    public static final Duration LONGEST_UPDATE_INTERVAL = Duration.ofDays(1);
    /** The smallest delta limit that a platform may set, in percent. */
    public static final double SMALLEST_DELTA_LIMIT_PERCENT = 5;

    private static final GuardrailLimits CONSERVATIVE = new GuardrailLimits(Duration.ofHours(2), 15);
    private static final GuardrailLimits STANDARD = new GuardrailLimits(Duration.ofHours(1), 50);
    private static final GuardrailLimits AGGRESSIVE = new GuardrailLimits(Duration.ofMinutes(5), 80);

    /** Refuses limits that make no sense anywhere; {@link #requirePlatformRanges} is stricter. */
    public GuardrailLimits {
        if (updateInterval.isNegative() || updateInterval.isZero()) {
            throw new IllegalArgumentException("the update interval is " + updateInterval + "; give one above zero");
        }
        if (!(deltaLimitPercent > 0 && deltaLimitPercent <= 100)) {
            throw new IllegalArgumentException(
                    "the delta limit is " + deltaLimitPercent + " %; give a number above 0 and at most 100");
        }
    }

    /** 120 minutes, 15 %: for a classroom. */
    public static GuardrailLimits conservative() {
        return CONSERVATIVE;
    }

    /** 60 minutes, 50 %: the default. */
    public static GuardrailLimits standard() {
        return STANDARD;
    }

    /** 5 minutes, 80 %: for those who know what they do. */
    public static GuardrailLimits aggressive() {
        return AGGRESSIVE;
    }

    /**
     * These limits, if a platform with real people may use them: 5 to 1,440 minutes and 5 to 100 %.
     *
     * @throws IllegalArgumentException if a limit is outside its range
     */
    public GuardrailLimits requirePlatformRanges() {
        if (updateInterval.compareTo(SHORTEST_UPDATE_INTERVAL) < 0
                || updateInterval.compareTo(LONGEST_UPDATE_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "the update interval is " + updateInterval.toMinutes() + " min; give 5 to 1440 minutes");
        }
        if (deltaLimitPercent < SMALLEST_DELTA_LIMIT_PERCENT) {
            throw new IllegalArgumentException("the delta limit is " + deltaLimitPercent + " %; give 5 to 100 percent");
        }
        return this;
    }
}
