package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
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

/**
 * The tokens by which agents reach their variants. Kept are the key that signs them, and of each that it was handed out and
 * whether it was revoked; the secret itself follows from both.
 *
 * <p>Each method that changes something returns a cold publisher; a subscription makes the change, also if it is cancelled, and
 * is answered once that is kept.
 */
public final class StrategyTokens {

    /** How long a token opens its variant, unless the experiment is archived before. */
    public static final Duration LIFETIME = Duration.ofDays(365);

    private static final String TOKEN = "token";
    private static final String KEY = "token-key";
    private static final String THE_KEY = "hmac-sha256";
    private static final int KEY_BYTES = 32;

    private final ExperimentStore store;
    private final Scheduler clock;
    private final TokenSignature signature;
    private final RandomIds ids = RandomIds.create();
    private final Map<String, StrategyToken> byId = new ConcurrentHashMap<>();
    private final TokenChanges changes = new TokenChanges();

    /** In which variants are given tokens that have none: of two who ask at once, the second finds what the first was given. */
    private final Turns standingTurns = new Turns();

    private record KeyBody(String key) {}

    private StrategyTokens(ExperimentStore store, Scheduler clock, TokenSignature signature) {
        this.store = store;
        this.clock = clock;
        this.signature = signature;
    }

    /** The tokens that a store knows; makes the key that signs them if there is none yet. */
    static Mono<StrategyTokens> load(ExperimentStore store, Scheduler clock) {
        return store.document(KEY, THE_KEY)
                // the system's source of randomness may block
                .switchIfEmpty(Mono.fromCallable(StrategyTokens::newKey)
                        .subscribeOn(Schedulers.boundedElastic())
                        .map(key -> Document.of(KEY, THE_KEY, key))
                        .flatMap(key -> store.put(key).thenReturn(key)))
                .publishOn(Schedulers.boundedElastic())
                .map(document -> Base64.getDecoder()
                        .decode(ExperimentEvents.JSON
                                .readValue(document.body(), KeyBody.class)
                                .key()))
                .map(key -> new StrategyTokens(store, clock, new TokenSignature(key)))
                .flatMap(tokens -> store.documents(TOKEN)
                        .map(document -> ExperimentEvents.JSON.readValue(document.body(), StrategyToken.class))
                        .doOnNext(token -> tokens.byId.put(token.id(), token))
                        .then(Mono.just(tokens)));
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return ExperimentEvents.JSON.writeValueAsString(
                new KeyBody(Base64.getEncoder().encodeToString(key)));
    }

    /**
     * Hands out a token for a variant; others that it has stay valid.
     *
     * @throws IllegalArgumentException if the experiment has no such variant, or one that no agent may change
     */
    public Mono<IssuedToken> issue(ExperimentSpec experiment, String variantId, Cause cause) {
        requireHolder(experiment, variantId);
        return Mono.defer(() -> {
            StrategyToken token = newToken(experiment.id(), variantId);
            return store.commit(List.of(put(token), event(token, EventType.TOKEN_ISSUED, cause)))
                    .map(kept -> handOut(token))
                    .cache();
        });
    }

    /**
     * The newest valid token of a variant; hands one out if it has none.
     *
     * @throws IllegalArgumentException if the experiment has no such variant, or one that no agent may change
     */
    public Mono<IssuedToken> standing(ExperimentSpec experiment, String variantId, Cause cause) {
        requireHolder(experiment, variantId);
        Mono<IssuedToken> newest = Mono.fromSupplier(() -> newestValid(experiment.id(), variantId));
        return newest.switchIfEmpty(
                standingTurns.next(newest.switchIfEmpty(Mono.defer(() -> issue(experiment, variantId, cause)))
                        // not on the store's thread, on which the turn before ends
                        .subscribeOn(Schedulers.parallel())));
    }

    private @Nullable IssuedToken newestValid(String experimentId, String variantId) {
        return ofExperiment(experimentId).stream()
                .filter(token -> token.variantId().equals(variantId) && isValid(token))
                .reduce((one, later) -> later)
                .map(token -> reveal(token.id()))
                .orElse(null);
    }

    private static void requireHolder(ExperimentSpec experiment, String variantId) {
        VariantSpec variant = experiment.variant(variantId);
        if (!variant.isControl() && !variant.hasAgent()) {
            throw new IllegalArgumentException("variant '" + variant.name() + "' of experiment '" + experiment.name()
                    + "' has no agent, so it needs no token");
        }
    }

    /**
     * Replaces a token: the new one opens what the old one opened, which is revoked.
     *
     * @return the error is {@link NoSuchElementException} if there is no such token, {@link IllegalStateException} if it was
     *     revoked before, so that it opens nothing that another one could open in its place, or is being replaced or revoked already
     */
    public Mono<IssuedToken> rotate(String tokenId, Cause cause) {
        return changes.alone(tokenId, () -> rotateNow(tokenId, cause));
    }

    private Mono<IssuedToken> rotateNow(String tokenId, Cause cause) {
        StrategyToken current = required(tokenId);
        TokenChanges.requireReplaceable(tokenId, current.revokedAt());
        StrategyToken old = current.revokedAt(now());
        StrategyToken token = newToken(old.experimentId(), old.variantId());
        return store.commit(List.of(
                        put(old),
                        put(token),
                        event(old, EventType.TOKEN_ROTATED, cause),
                        event(token, EventType.TOKEN_ISSUED, cause)))
                .map(kept -> {
                    byId.put(old.id(), old);
                    return handOut(token);
                });
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
        StrategyToken token = required(tokenId);
        if (token.revokedAt() != null) {
            return Mono.empty();
        }
        StrategyToken revoked = token.revokedAt(now());
        return store.commit(List.of(put(revoked), event(revoked, EventType.TOKEN_REVOKED, cause)))
                .doOnNext(kept -> byId.put(revoked.id(), revoked))
                .then();
    }

    /**
     * A token once more with its secret, for the manifest of its variant.
     *
     * @throws NoSuchElementException if there is no such token
     */
    public IssuedToken reveal(String tokenId) {
        StrategyToken token = required(tokenId);
        return new IssuedToken(token, signature.write(token));
    }

    /** The token that a secret is, or nothing if it was not handed out here; it may be over or revoked. */
    public Optional<StrategyToken> find(String secret) {
        return signature.read(secret).map(token -> byId.get(token.id()));
    }

    /** Whether a token opens its variant now, as far as the token is concerned. */
    public boolean isValid(StrategyToken token) {
        return token.revokedAt() == null && now().isBefore(token.expiresAt());
    }

    /** The tokens of an experiment, in the order in which they were handed out. */
    public List<StrategyToken> ofExperiment(String experimentId) {
        return byId.values().stream()
                .filter(token -> token.experimentId().equals(experimentId))
                .sorted(Comparator.comparing(StrategyToken::issuedAt).thenComparing(StrategyToken::id))
                .toList();
    }

    private StrategyToken required(String tokenId) {
        StrategyToken token = byId.get(tokenId);
        if (token == null) {
            throw new NoSuchElementException("there is no token '" + tokenId + "'");
        }
        return token;
    }

    private StrategyToken newToken(String experimentId, String variantId) {
        Instant now = now();
        return new StrategyToken(ids.next("tok_"), experimentId, variantId, now, now.plus(LIFETIME), null);
    }

    private IssuedToken handOut(StrategyToken token) {
        byId.put(token.id(), token);
        return new IssuedToken(token, signature.write(token));
    }

    private static Change put(StrategyToken token) {
        return new Change.Overwrite(TOKEN, token.id(), ExperimentEvents.JSON.writeValueAsString(token));
    }

    private Change event(StrategyToken token, String type, Cause cause) {
        return TokenChanges.event(token.experimentId(), token.variantId(), type, token.id(), now(), cause);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }
}
