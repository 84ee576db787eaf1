package io.agentflux.sandbox.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in an experiment: a decision, a step of its life, a freeze, a scan.
 *
 * @param experimentId where it happened
 * @param variantId the variant it is about, null if it is about the whole experiment
 * @param type what happened; a short word such as {@code decision}
 * @param id unique among the events of this type in this experiment, so that keeping an event twice keeps it once
 * @param timestamp when it happened, between the years 1678 and 2262
 * @param outcome how it ended, for finding it again; null where there is nothing to tell apart
 * @param body everything else, as JSON text that the store does not look into
 */
public record ExperimentEvent(
        String experimentId,
        @Nullable String variantId,
        String type,
        String id,
        Instant timestamp,
        @Nullable String outcome,
        String body) {

    /** How long a name or an id may be, in characters. */
    public static final int MAXIMUM_NAME_LENGTH = 200;

    /** How long a body may be, in characters. */
    public static final int MAXIMUM_BODY_LENGTH = 1 << 20;

    private static final Instant EARLIEST = Instant.parse("1678-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

    /** Refuses names and text that some database could not keep as they are. */
    public ExperimentEvent {
        requireName("experimentId", experimentId);
        if (variantId != null) {
            requireName("variantId", variantId);
        }
        requireName("type", type);
        requireName("id", id);
        if (outcome != null) {
            requireName("outcome", outcome);
        }
        if (timestamp.isBefore(EARLIEST) || timestamp.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "timestamp is " + timestamp + "; give one between " + EARLIEST + " and " + LATEST);
        }
        requireText("body", body, MAXIMUM_BODY_LENGTH);
    }

    /**
     * Refuses a name that some database could not keep as it is.
     *
     * @throws IllegalArgumentException if it is empty, too long, or not well-formed
     */
    public static void requireName(String field, String value) {
        requireName(field, value, MAXIMUM_NAME_LENGTH);
    }

    static void requireName(String field, String value, int maximumLength) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty; give it a name");
        }
        requireText(field, value, maximumLength);
    }

    /** One text that a database refuses would fail every other write of its transaction: refuse it alone, and before. */
    static void requireText(String field, String value, int maximumLength) {
        if (value.length() > maximumLength) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; give at most " + maximumLength);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        field + " has a NUL character or half of a surrogate pair; give well-formed text");
            }
        }
    }
}
