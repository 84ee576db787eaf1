package io.agentflux.arena;

import java.time.Instant;

/**
 * An entry of the audit log: an update and what became of it.
 *
 * @param id the id, equal to {@link ConfigResult#decisionLogId()}
 * @param timestamp when it was decided
 * @param update what was asked for
 * @param result what became of it
 */
public record Decision(String id, Instant timestamp, ConfigUpdate update, ConfigResult result) {}
