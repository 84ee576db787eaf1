package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.TokenChanges;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens by which programs tell what people did. Only the hashes of their secrets are kept, so each secret can be seen once.
 *
 * <p>Each method that changes something returns a cold publisher; a subscription makes the change, also if it is cancelled, and
 * is answered once that is kept.
 */
public final class IngestTokens {

    private static final String KIND = "ingest-token";
    private static final String PREFIX = "ingest_";
    private static final String ID_PREFIX = "ing_";
    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ExperimentStore store;
    private final Scheduler clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, IngestToken> byId = new ConcurrentHashMap<>();
    private final TokenChanges changes = new TokenChanges();

    /** By the hash of the secret: how long it takes to find one tells of the hash, not of the secret. */
    private final Map<String, String> idByHash = new ConcurrentHashMap<>();

    /**
     * A token that was just handed out.
     *
     * @param token what is known of it
     * @param secret the token itself, never to be seen again
     */
    public record Issued(IngestToken token, String secret) {

        /** The id, without the secret. */
        @Override
        public String toString() {
            return "Issued(" + token.id() + ")";
        }
    }

    private IngestTokens(ExperimentStore store, Scheduler clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The tokens that a store knows.
     *
     * @return a cold publisher; the errors are those of the store
     */
    public static Mono<IngestTokens> load(ExperimentStore store, Scheduler clock) {
        return Mono.fromCallable(() -> new IngestTokens(store, clock)).flatMap(tokens -> store.documents(KIND)
                .map(document -> JSON.readValue(document.body(), IngestToken.class))
                .doOnNext(tokens::remember)
                .then(Mono.just(tokens)));
    }

    private void remember(IngestToken token) {
        byId.put(token.id(), token);
        idByHash.put(token.secretHash(), token.id());
    }

    /**
     * Hands out a token.
     *
     * @param experimentId the experiment that it is for, null if it is for a tenant
     * @param tenant the tenant that it is for, null if it is for an experiment
     * @param person the only person whom it may tell and ask of, null if anybody
     * @param lifetime how long it opens anything
     * @return the error is {@link IllegalArgumentException} if it is for both an experiment and a tenant, for neither, or for a
     *     person without an experiment
     */
    public Mono<Issued> issue(
            @Nullable String experimentId,
            @Nullable String tenant,
            @Nullable String person,
            Duration lifetime,
            Cause cause) {
        return Mono.defer(() -> fresh(experimentId, tenant, person, lifetime)
                .flatMap(issued -> store.commit(
                                List.of(put(issued.token()), event(issued.token(), EventType.TOKEN_ISSUED, cause)))
                        .doOnNext(kept -> remember(issued.token()))
                        .thenReturn(issued))
                .cache());
    }

    /**
     * Replaces a token: the new one opens what the old one opened, for as long as that was good for, and the old one is revoked.
     *
     * @return the error is {@link NoSuchElementException} if there is no such token, {@link IllegalStateException} if it was
     *     revoked before, so that it opens nothing that another one could open in its place, or is being replaced or revoked already
     */
    public Mono<Issued> rotate(String tokenId, Cause cause) {
        return changes.alone(tokenId, () -> rotateNow(tokenId, cause));
    }

    private Mono<Issued> rotateNow(String tokenId, Cause cause) {
        IngestToken current = required(tokenId);
        TokenChanges.requireReplaceable(tokenId, current.revokedAt());
        IngestToken old = current.revokedAt(now());
        Duration lifetime = Duration.between(old.issuedAt(), old.expiresAt());
        return fresh(old.experimentId(), old.tenant(), old.person(), lifetime).flatMap(issued -> store.commit(List.of(
                        put(old),
                        put(issued.token()),
                        event(old, EventType.TOKEN_ROTATED, cause),
                        event(issued.token(), EventType.TOKEN_ISSUED, cause)))
                .doOnNext(kept -> {
                    remember(old);
                    remember(issued.token());
                })
                .thenReturn(issued));
    }

    /**
     * Lets a token open nothing any more; does nothing if it was revoked before, or is being revoked.
     *
     * @return the error is {@link NoSuchElementException} if there is no such token, {@link IllegalStateException} if it is being
     *     replaced
     */
    public Mono<Void> revoke(String tokenId, Cause cause) {
        return changes.revoke(tokenId, () -> revokeNow(tokenId, cause));
    }

    private Mono<Void> revokeNow(String tokenId, Cause cause) {
        IngestToken token = required(tokenId);
        if (token.revokedAt() != null) {
            return Mono.empty();
        }
        IngestToken revoked = token.revokedAt(now());
        return store.commit(List.of(put(revoked), event(revoked, EventType.TOKEN_REVOKED, cause)))
                .doOnNext(kept -> remember(revoked))
                .then();
    }

    /** The token that a secret is, or nothing if it was not handed out here; it may be over or revoked. */
    public Optional<IngestToken> find(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.ofNullable(idByHash.get(SecretHash.of(secret).toHex())).map(byId::get);
    }

    /** Whether a token opens anything now. */
    public boolean isValid(IngestToken token) {
        return token.revokedAt() == null && now().isBefore(token.expiresAt());
    }

    /** All tokens, in the order in which they were handed out. */
    public List<IngestToken> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing(IngestToken::issuedAt).thenComparing(IngestToken::id))
                .toList();
    }

    private IngestToken required(String tokenId) {
        IngestToken token = byId.get(tokenId);
        if (token == null) {
            throw new NoSuchElementException("there is no ingest token '" + tokenId + "'");
        }
        return token;
    }

    private Mono<Issued> fresh(
            @Nullable String experimentId, @Nullable String tenant, @Nullable String person, Duration lifetime) {
        return Mono.fromCallable(() -> {
                    byte[] id = new byte[ID_BYTES];
                    byte[] secret = new byte[SECRET_BYTES];
                    random.nextBytes(id);
                    random.nextBytes(secret);
                    String text =
                            PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
                    Instant now = now();
                    return new Issued(
                            new IngestToken(
                                    ID_PREFIX + HexFormat.of().formatHex(id),
                                    experimentId,
                                    tenant,
                                    person,
                                    SecretHash.of(text).toHex(),
                                    now,
                                    now.plus(lifetime),
                                    null),
                            text);
                })
                // the system's source of randomness may block
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Change put(IngestToken token) {
        return new Change.Overwrite(KIND, token.id(), JSON.writeValueAsString(token));
    }

    /** Of a tenant's token in a log of the tenant's own. */
    private Change event(IngestToken token, String type, Cause cause) {
        String experimentId = token.experimentId();
        String log = experimentId == null ? "tenant:" + token.tenant() : experimentId;
        return TokenChanges.event(log, null, type, token.id(), now(), cause);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }
}
