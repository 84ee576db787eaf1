package io.agentflux.sandbox.http;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.http.ArenaRequests;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What one token opens: a variant's arena, and what is remembered of the token's requests. */
final class Grant {

    /** A body that comes again within this time is the same request. */
    static final Duration EQUAL_BODY = Duration.ofSeconds(10);

    /** An idempotency key means one request for this time; longer than any client keeps trying. */
    static final Duration EQUAL_KEY = Duration.ofMinutes(10);

    private final Arena arena;
    private final Webhooks webhooks = new Webhooks();
    private final ReplayWindow byBody;
    private final ReplayWindow byKey;
    private volatile boolean revoked;

    Grant(Arena arena, Scheduler clock) {
        this.arena = arena;
        this.byBody = new ReplayWindow(EQUAL_BODY, clock);
        this.byKey = new ReplayWindow(EQUAL_KEY, clock);
    }

    Arena arena() {
        return arena;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }

    /**
     * Submits an update once, however often it is sent. The key decides if there is one, else the body.
     *
     * @param onDecision told of the result of an update that was not sent before
     */
    Mono<ConfigResult> submit(byte[] body, @Nullable String idempotencyKey, Consumer<ConfigResult> onDecision) {
        Mono<ConfigResult> submission =
                arena.submit(ArenaRequests.decodeUpdate(body)).doOnNext(onDecision);
        return idempotencyKey == null ? byBody.once(digest(body), submission) : byKey.once(idempotencyKey, submission);
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
