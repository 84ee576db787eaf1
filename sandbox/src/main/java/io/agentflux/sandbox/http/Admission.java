package io.agentflux.sandbox.http;

import io.agentflux.arena.ArenaClosedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets requests in by their token. */
final class Admission {

    private static final String SCHEME = "bearer ";

    private final Authentication authentication;

    Admission(Authentication authentication) {
        this.authentication = authentication;
    }

    /**
     * Lets a request in or refuses it: 401 without a valid token, 403 with a valid one that does not open this.
     *
     * @return what an agent's token opens, nothing for others
     */
    Optional<Grant> admit(Access access, @Nullable String authorization) {
        return switch (access) {
            case OPEN -> Optional.empty();
            case AGENT -> Optional.of(notArchived(agent(secret(authorization, "strat_..."))));
            case AGENT_OF_ARCHIVED -> Optional.of(agent(secret(authorization, "strat_...")));
            case ADMIN -> administrator(secret(authorization, "ADMINISTRATOR_TOKEN"));
        };
    }

    /** Whether a request that was let in would be let in again. */
    boolean stillAdmits(Access access, @Nullable String authorization) {
        try {
            admit(access, authorization);
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

    private Grant agent(String secret) {
        Optional<Grant> grant = authentication.agent(secret);
        if (grant.isEmpty() && authentication.isAdministrator(secret)) {
            throw new RefusedRequest(403, "This is done with the token of a variant, not the administrator's.");
        }
        return grant.orElseThrow(
                () -> unauthorized("The token is not valid here; take it from the variant's manifest."));
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

    private Optional<Grant> administrator(String secret) {
        if (authentication.isAdministrator(secret)) {
            return Optional.empty();
        }
        if (authentication.agent(secret).isPresent()) {
            throw new RefusedRequest(403, "This is done with the administrator's token, not a variant's.");
        }
        throw unauthorized("The token is not the administrator's.");
    }

    private static RefusedRequest unauthorized(String message) {
        return new RefusedRequest(401, message).with("WWW-Authenticate", "Bearer");
    }
}
