package io.agentflux.sandbox.http;

import io.agentflux.arena.Arena;

/**
 * What a variant's token opens.
 *
 * @param tokenId names the token without giving it away; what was sent twice is recognised by it
 * @param experimentId the experiment
 * @param variantId the variant
 * @param arena the arena as that variant's agent sees it; called on event loops, so it must not block
 */
public record Grant(String tokenId, String experimentId, String variantId, Arena arena) {}
