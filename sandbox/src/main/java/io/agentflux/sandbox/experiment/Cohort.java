package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;

/** The people of one variant: how they live a day, and how they are measured. For one thread at a time. */
public interface Cohort {

    /** Lets the people live the next day under an economy, and measures it. */
    void playDay(Economy economy);

    /** The metrics of these people. */
    MetricsEngine metrics();
}
