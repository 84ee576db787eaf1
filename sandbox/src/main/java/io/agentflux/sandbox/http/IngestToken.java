package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.ExperimentSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token by which a program tells what people did, and does nothing else; the secret is not among it.
 *
 * @param id names the token without giving it away
 * @param experimentId the experiment whose people it may tell of, null if those of all experiments of a tenant
 * @param tenant the tenant, null if it is for one experiment
 * @param secretHash by which the secret is recognised
 * @param issuedAt when it was handed out
 * @param expiresAt from when on it opens nothing
 * @param revokedAt when it was revoked, null if it was not
 */
public record IngestToken(
        String id,
        @Nullable String experimentId,
        @Nullable String tenant,
        String secretHash,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    /** Refuses a token that is for both, or for nothing. */
    public IngestToken {
        if ((experimentId == null) == (tenant == null)) {
            throw new IllegalArgumentException(
                    "an ingest token is for one experiment or for one tenant; give either an experimentId or a tenant");
        }
    }

    IngestToken revokedAt(Instant instant) {
        return new IngestToken(id, experimentId, tenant, secretHash, issuedAt, expiresAt, instant);
    }

    /** Whether it may tell of the people of that experiment. */
    boolean opens(ExperimentSpec experiment) {
        return experimentId == null
                ? experiment.tenant().equals(tenant)
                : experiment.id().equals(experimentId);
    }
}
