package io.agentflux.spring;

import io.agentflux.RunningAgent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent of the application is, at one moment.
 *
 * @param name the name of its bean
 * @param state where its run is; a run that has not begun is new
 * @param cycles how many cycles its run has completed
 * @param consecutiveFailures how many cycles have failed since the last good one
 * @param circuitBreakers the state of the circuit breaker of each stage, such as {@code open}; empty if there are none
 * @param lastCycle when the last cycle ended, on the agent's clock; null before the first
 * @param lastError why the last failed cycle did, null if none has failed
 * @param stopReason why the run is over, null while it isn't
 */
public record AgentStatus(
        String name,
        RunningAgent.State state,
        long cycles,
        int consecutiveFailures,
        Map<String, String> circuitBreakers,
        @Nullable Instant lastCycle,
        @Nullable String lastError,
        @Nullable String stopReason) {

    /** Copies the circuit breakers. */
    public AgentStatus {
        circuitBreakers = Collections.unmodifiableMap(new LinkedHashMap<>(circuitBreakers));
    }
}
