package io.agentflux.spring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet of the application is, at one moment.
 *
 * @param name the name of its bean
 * @param agents how many agents it has
 * @param running how many of them are running
 * @param failed how many have failed for good in this run
 * @param failing how many are running but failed in their last cycle
 * @param refusingCalls how many are running but have an open circuit breaker
 * @param cycles how many cycles all of them together have completed in this run
 * @param lastCycle when the last cycle ended, on the clock of its agent; null before the first
 * @param lastError why the last failed cycle did, null if none has failed
 */
public record FleetStatus(
        String name,
        int agents,
        int running,
        int failed,
        int failing,
        int refusingCalls,
        long cycles,
        @Nullable Instant lastCycle,
        @Nullable String lastError) {}
