package io.agentflux.sandbox.http;

import io.agentflux.arena.ArenaClosedException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets requests in by their token. */
final class Admission {

    private static final String SCHEME = "bearer ";
    private static final String STRATEGY_TOKEN = "strat_";

    private final Authentication authentication;
    private final FailedLogins failedLogins;

    Admission(Authentication authentication, FailedLogins failedLogins) {
        this.authentication = authentication;
        this.failedLogins = failedLogins;
    }

    /**
     * Who was let in.
     *
     * @param grant what an agent's token opens, null for others
     * @param ingest the token for activities, null for others
     */
    record Admitted(@Nullable Grant grant, @Nullable IngestToken ingest) {

        private static final Admitted ANYBODY = new Admitted(null, null);

        /** Names the token whose requests are limited, or nothing. */
        @Nullable String tokenId() {
            return grant != null ? grant.tokenId() : ingest != null ? ingest.id() : null;
        }
    }

    /**
     * Lets a request in or refuses it: 401 without a valid token, 403 with a valid one that does not open this, 429 after too many
     * wrong ones.
     *
     * @param remote where it comes from, null if that is not known
     */
    Admitted admit(Access access, @Nullable String authorization, @Nullable InetSocketAddress remote) {
        return switch (access) {
            case OPEN -> Admitted.ANYBODY;
            case AGENT -> new Admitted(notArchived(agent(secret(authorization, "strat_..."), remote)), null);
            case AGENT_OF_ARCHIVED -> new Admitted(agent(secret(authorization, "strat_..."), remote), null);
            case INGEST -> ingest(secret(authorization, "ingest_..."), remote);
            case ADMIN -> administrator(secret(authorization, "ADMINISTRATOR_TOKEN"), remote);
        };
    }

    /** Whether a request that was let in would be let in again. */
    boolean stillAdmits(Access access, @Nullable String authorization) {
        try {
            admit(access, authorization, null);
            return true;
        } catch (RefusedRequest | ArenaClosedException over) {
            return false;
        }
    }

    private static String secret(@Nullable String authorization, String example) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthorized("There is no token; send the header 'Authorization: Bearer " + example + "'.");
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private Grant agent(String secret, @Nullable InetSocketAddress remote) {
        Optional<Grant> grant = authentication.agent(secret);
        if (grant.isPresent()) {
            return grant.get();
        }
        if (authentication.ingest(secret).isPresent()) {
            throw new RefusedRequest(403, "This is done with the token of a variant, not one for activities.");
        }
        // what looks like a variant's token is no guess at the administrator's, so it may be wrong any number of times
        if (!secret.startsWith(STRATEGY_TOKEN)) {
            failedLogins.requireFew(secret, remote);
            if (authentication.isAdministrator(secret)) {
                throw new RefusedRequest(403, "This is done with the token of a variant, not the administrator's.");
            }
            failedLogins.count(secret, remote);
        }
        throw unauthorized("The token is not valid here; take it from the variant's manifest.");
    }

    private static Grant notArchived(Grant grant) {
        if (grant.isArchived()) {
            throw new ArenaClosedException(
                    "EXPERIMENT_ENDED: experiment '" + grant.experimentId()
                            + "' is ARCHIVED; of what its tokens opened, only updates are still answered, by a refusal",
                    null);
        }
        return grant;
    }

    private Admitted ingest(String secret, @Nullable InetSocketAddress remote) {
        Optional<IngestToken> token = authentication.ingest(secret);
        if (token.isPresent()) {
            return new Admitted(null, token.get());
        }
        if (authentication.agent(secret).isPresent()) {
            throw new RefusedRequest(403, "This is done with a token for activities, not a variant's.");
        }
        failedLogins.requireFew(secret, remote);
        if (authentication.isAdministrator(secret)) {
            return Admitted.ANYBODY;
        }
        failedLogins.count(secret, remote);
        throw unauthorized("The token is no token for activities, nor the administrator's.");
    }

    private Admitted administrator(String secret, @Nullable InetSocketAddress remote) {
        failedLogins.requireFew(secret, remote);
        if (authentication.isAdministrator(secret)) {
            return Admitted.ANYBODY;
        }
        if (authentication.agent(secret).isPresent()
                || authentication.ingest(secret).isPresent()) {
            throw new RefusedRequest(403, "This is done with the administrator's token, not this one.");
        }
        failedLogins.count(secret, remote);
        throw unauthorized("The token is not the administrator's.");
    }

    private static RefusedRequest unauthorized(String message) {
        return new RefusedRequest(401, message).with("WWW-Authenticate", "Bearer");
    }
}
