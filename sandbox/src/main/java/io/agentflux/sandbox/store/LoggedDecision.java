package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;

/**
 * A decision with its place in the log.
 *
 * @param sequence its number; later decisions have higher ones, not always the next
 * @param experimentId the experiment
 * @param variantId the variant it is about
 * @param decision the decision
 */
public record LoggedDecision(long sequence, String experimentId, String variantId, Decision decision) {}
