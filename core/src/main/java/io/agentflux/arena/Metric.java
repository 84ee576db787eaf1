package io.agentflux.arena;

/** The six metrics every arena reports. Their names are those of the wire; an arena may report further ones by name. */
public enum Metric {
    /** Counted scans per enrolled person and day. */
    SCAN_FREQUENCY(Kind.MEAN),
    /** Points per enrolled person and day. */
    XP_VELOCITY(Kind.MEAN),
    /** Share of the enrolled who were active in the last seven days. */
    RETENTION_RATE(Kind.PROPORTION),
    /** Completed missions per assigned mission. */
    MISSION_COMPLETION(Kind.RATIO),
    /** Mean length of the current streak, in days. */
    STREAK_LENGTH(Kind.MEAN),
    /** Valid feedback and issue reports per counted scan. */
    FEEDBACK_QUALITY(Kind.RATIO);

    /** What a metric is to a statistician. */
    public enum Kind {
        /** One number per person, averaged. */
        MEAN,
        /** One yes or no per person. */
        PROPORTION,
        /** One numerator and one denominator per person; the metric is the ratio of their sums. */
        RATIO
    }

    private final Kind kind;

    Metric(Kind kind) {
        this.kind = kind;
    }

    /** How samples of this metric have to be compared. */
    public Kind kind() {
        return kind;
    }
}
