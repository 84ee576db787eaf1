package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.ExperimentSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token by which a program, or a person alone, tells what people did, and does nothing else; the secret is not
 * among it.
 *
 * @param id names the token without giving it away
 * @param experimentId the experiment whose people it may tell of, null if those of all experiments of a tenant
 * @param tenant the tenant, null if it is for one experiment
 * @param person the only person whom it may tell and ask of, null if anybody
 * @param secretHash by which the secret is recognised
 * @param issuedAt when it was handed out
 * @param expiresAt from when on it opens nothing
 * @param revokedAt when it was revoked, null if it was not
 */
public record IngestToken(
        String id,
        @Nullable String experimentId,
        @Nullable String tenant,
        @Nullable String person,
        String secretHash,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    /** Refuses a token that is for both, or for nothing, or for a person without an experiment. */
    public IngestToken {
        if ((experimentId == null) == (tenant == null)) {
            throw new IllegalArgumentException(
                    "an ingest token is for one experiment or for one tenant; give either an experimentId or a tenant");
        }
        if (person != null && experimentId == null) {
            throw new IllegalArgumentException(
                    "the token of a person is for one experiment; give an experimentId instead of a tenant");
        }
    }

    IngestToken revokedAt(Instant instant) {
        return new IngestToken(id, experimentId, tenant, person, secretHash, issuedAt, expiresAt, instant);
    }

    /** Whether it may tell of the people of that experiment. */
    boolean opens(ExperimentSpec experiment) {
        return experimentId == null
                ? experiment.tenant().equals(tenant)
                : experiment.id().equals(experimentId);
    }

    /** Whether it may tell and ask of that person. */
    boolean opens(String somebody) {
        return person == null || person.equals(somebody);
    }
}
