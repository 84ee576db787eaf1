package io.agentflux.arena;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where an experiment is in its life, and where it can go from there. */
public enum ExperimentStatus {
    /** Being configured. */
    DRAFT,
    /** Enrolling people. */
    RECRUITING,
    /** Collecting data; the only status in which agents may act. */
    RUNNING,
    /** Halted for a while. */
    PAUSED,
    /** Data collection has ended; still readable. */
    COMPLETED,
    /** A historical record; its tokens are dead. */
    ARCHIVED;

    private static final Map<ExperimentStatus, Set<ExperimentStatus>> SUCCESSORS = new EnumMap<>(Map.of(
            DRAFT, EnumSet.of(RECRUITING, ARCHIVED),
            RECRUITING, EnumSet.of(RUNNING),
            RUNNING, EnumSet.of(PAUSED, COMPLETED),
            PAUSED, EnumSet.of(RUNNING, COMPLETED),
            COMPLETED, EnumSet.of(ARCHIVED),
            ARCHIVED, EnumSet.noneOf(ExperimentStatus.class)));

    /** Whether an experiment of this status may go to the other one in a single step. */
    public boolean canBecome(ExperimentStatus next) {
        return SUCCESSORS.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether an agent that observes is told that the experiment is closed to it. */
    public boolean isClosedToAgents() {
        return this == PAUSED || this == COMPLETED || this == ARCHIVED;
    }
}
