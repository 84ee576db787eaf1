package io.agentflux.sandbox.population;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a real person can do in an experiment. */
public enum ActivityKind {
    /** Scanned a code. */
    SCAN,
    /** Gave feedback. */
    FEEDBACK,
    /** Reported an issue. */
    ISSUE,
    /** Reported a status. */
    STATUS,
    /** Attached a photo. */
    PHOTO;

    /** The name in requests and in the log, such as {@code scan}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name, or empty if there is none. */
    public static Optional<ActivityKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }
}
