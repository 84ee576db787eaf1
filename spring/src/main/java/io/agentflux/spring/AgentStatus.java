package io.agentflux.spring;

import io.agentflux.RunningAgent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent of the application is, at one moment.
 *
 * @param name the name of its bean
 * @param state where its run is; a run that has not begun is new
 * @param cycles how many cycles its run has completed
 * @param consecutiveFailures how many cycles have failed since the last good one
 * @param lastCycle when the last cycle ended, on the agent's clock; null before the first
 * @param lastError why the last failed cycle did, null if none has failed
 * @param stopReason why the run is over, null while it isn't
 */
public record AgentStatus(
        String name,
        RunningAgent.State state,
        long cycles,
        int consecutiveFailures,
        @Nullable Instant lastCycle,
        @Nullable String lastError,
        @Nullable String stopReason) {}
