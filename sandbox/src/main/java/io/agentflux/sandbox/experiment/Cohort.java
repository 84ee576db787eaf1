package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.store.ExperimentEvent;

/** The people of one variant: how they live a day, and how they are measured. For one thread at a time. */
public interface Cohort {

    /** Lets the people live the next day under an economy, and measures it. */
    void playDay(Economy economy);

    /** The metrics of these people. */
    MetricsEngine metrics();

    /**
     * Is told of an event that the log holds about these people, such as an activity, while the experiment is recovered: in the
     * order of the log, and between the days as it came then. Does nothing unless the people need it.
     */
    default void recover(ExperimentEvent event) {}
}
