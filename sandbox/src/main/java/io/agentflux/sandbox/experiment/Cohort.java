package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.progress.ProgressBoard;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.util.Optional;

/** The people of one variant: how they live a day, and how they are measured. For one thread at a time. */
public interface Cohort {

    /** Lets the people live the next day under an economy, and measures it. */
    void playDay(Economy economy);

    /** The metrics of these people. */
    MetricsEngine metrics();

    /** Where each of these people stands, nothing if single people cannot be told apart. Safe on any thread. */
    default Optional<ProgressBoard> progress() {
        return Optional.empty();
    }

    /**
     * No other day will be lived: what only another day would need may be forgotten. What can be asked for of these people stays as
     * it is. May be said more than once. Does nothing unless there is something to forget.
     */
    default void end() {}

    /**
     * Is told of an event that the log holds about these people, such as an activity, while the experiment is recovered: in the
     * order of the log, and between the days as it came then. Does nothing unless the people need it.
     */
    default void recover(ExperimentEvent event) {}
}
