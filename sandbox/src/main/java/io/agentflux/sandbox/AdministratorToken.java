package io.agentflux.sandbox;

import io.agentflux.sandbox.http.SecretHash;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The secret by which an administrator is known. Only its hash is kept, so it can be seen once: when it is made. Does not print
 * it.
 */
public final class AdministratorToken {

    private static final String KIND = "administrator-token";
    private static final String ID = "sha-256";
    private static final String PREFIX = "admin_";
    private static final String QUOTE = "\"";
    private static final int RANDOM_BYTES = 32;

    private final SecretHash hash;
    private final @Nullable String fresh;

    private AdministratorToken(SecretHash hash, @Nullable String fresh) {
        this.hash = hash;
        this.fresh = fresh;
    }

    /**
     * A token that somebody chose; nothing is kept of it. Take 32 random characters or more: a shorter one might be guessed, so it is
     * not looked at for a moment after too many wrong ones came from the same address.
     */
    public static AdministratorToken of(String secret) {
        return new AdministratorToken(SecretHash.of(secret), null);
    }

    /**
     * The token whose hash a store keeps, or a new one if there is none yet, which {@link #keepIn} keeps.
     *
     * @return a cold publisher; the errors are those of the store
     */
    static Mono<AdministratorToken> load(ExperimentStore store) {
        return store.document(KIND, ID)
                .map(document ->
                        new AdministratorToken(SecretHash.parse(document.body().replace(QUOTE, "")), null))
                .switchIfEmpty(Mono.fromCallable(AdministratorToken::newToken)
                        // the system's source of randomness may block
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static AdministratorToken newToken() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new AdministratorToken(SecretHash.of(secret), secret);
    }

    /**
     * Keeps the hash of a new token; of any other there is nothing to keep. From then on the store tells the secret to nobody, so
     * this is for when it is about to be seen.
     *
     * @return a cold publisher; the errors are those of the store
     */
    Mono<Void> keepIn(ExperimentStore store) {
        return fresh == null ? Mono.empty() : store.put(Document.of(KIND, ID, QUOTE + hash.toHex() + QUOTE));
    }

    SecretHash hash() {
        return hash;
    }

    /** The token itself if it has just been made, to be shown to the administrator now or never. */
    public Optional<String> fresh() {
        return Optional.ofNullable(fresh);
    }
}
