package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.RepeatableArena;

/**
 * What a variant's token opens.
 *
 * @param tokenId names the token without giving it away; what was sent twice is recognised by it
 * @param experimentId the experiment
 * @param variantId the variant
 * @param arena the arena as that variant's agent sees it; called on event loops, so it must not block
 * @param isArchived whether the experiment is in the archive, so that only {@link Access#AGENT_OF_ARCHIVED} is left
 */
public record Grant(String tokenId, String experimentId, String variantId, RepeatableArena arena, boolean isArchived) {

    /** What the token of a variant opens whose experiment is not in the archive. */
    public Grant(String tokenId, String experimentId, String variantId, RepeatableArena arena) {
        this(tokenId, experimentId, variantId, arena, false);
    }

    /** What is left once the experiment is in the archive. */
    public Grant archived() {
        return new Grant(tokenId, experimentId, variantId, arena, true);
    }
}
