package io.agentflux.sandbox.experiment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token that was handed out; the secret is not among it.
 *
 * @param id names the token without giving it away
 * @param experimentId the experiment
 * @param variantId the variant that it opens
 * @param issuedAt when it was handed out
 * @param expiresAt from when on it opens nothing
 * @param revokedAt when it was revoked, null if it was not
 */
public record StrategyToken(
        String id,
        String experimentId,
        String variantId,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    StrategyToken revokedAt(Instant instant) {
        return new StrategyToken(id, experimentId, variantId, issuedAt, expiresAt, instant);
    }
}
