package io.agentflux.sandbox.experiment;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a variant's agent was last heard of.
 *
 * @param lastSeen when it last asked for anything since this process began, null if it has not
 * @param lastHeartbeat when it last sent a heartbeat, null if it never has
 * @param pollInterval how often it means to observe, as of that heartbeat, null if it never sent one
 */
public record AgentContact(
        @Nullable Instant lastSeen,
        @Nullable Instant lastHeartbeat,
        @Nullable Duration pollInterval) {}
