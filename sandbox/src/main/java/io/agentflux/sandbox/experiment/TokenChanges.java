package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets each token be replaced or revoked by one at a time, and replaced once. Who revokes it meanwhile too, is answered alike. */
public final class TokenChanges {

    private final Claims beingChanged = new Claims();
    private final Map<String, Mono<Void>> revocations = new ConcurrentHashMap<>();

    private record Body(String token, String by, String reason) {}

    /**
     * Revokes a token, once for all who ask meanwhile.
     *
     * @param change begun only if nobody replaces it; what it throws is the error
     * @return a cold publisher, as {@link Claims#work}; the error is {@link IllegalStateException} if somebody replaces it, so that
     *     the token which comes of that is not overlooked
     */
    public Mono<Void> revoke(String tokenId, Supplier<Mono<Void>> change) {
        return Mono.defer(() -> revocations.computeIfAbsent(tokenId, id -> alone(id, change)
                .doOnTerminate(() -> revocations.remove(id))
                .cache()));
    }

    /**
     * Changes a token, as by replacing it, while nobody else does.
     *
     * @param change begun only if nobody else is at it; what it throws is the error
     * @return a cold publisher, as {@link Claims#work}; the error is {@link IllegalStateException} if somebody else is at it
     */
    public <T> Mono<T> alone(String tokenId, Supplier<Mono<T>> change) {
        return beingChanged.work(
                tokenId,
                change,
                () -> new IllegalStateException(
                        "Token '" + tokenId
                                + "' is being replaced or revoked by another request; look at the tokens when that is answered."));
    }

    /**
     * Makes sure that there is something to replace.
     *
     * @param revokedAt when the token was revoked, null if it was not
     * @throws IllegalStateException if it was: it opens nothing that another one could open in its place
     */
    public static void requireReplaceable(String tokenId, @Nullable Instant revokedAt) {
        if (revokedAt != null) {
            throw new IllegalStateException(
                    "Token '" + tokenId + "' was revoked at " + revokedAt + "; hand out a new one.");
        }
    }

    /**
     * What happened to a token, to be added to the log.
     *
     * @param experimentId in whose log
     * @param variantId the variant that the token opens, null if none
     */
    public static Change event(
            String experimentId, @Nullable String variantId, String type, String tokenId, Instant at, Cause cause) {
        return new Change.Append(new ExperimentEvent(
                experimentId,
                variantId,
                type,
                tokenId,
                at,
                null,
                ExperimentEvents.JSON.writeValueAsString(new Body(tokenId, cause.by(), cause.reason()))));
    }
}
