package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What was answered to the latest updates of each token. */
final class ReplayWindows {

    /** A body that comes again within this time is the same request. */
    static final Duration EQUAL_BODY = Duration.ofSeconds(10);

    /** An idempotency key means one request for this time; longer than any client keeps trying. */
    static final Duration EQUAL_KEY = Duration.ofMinutes(10);

    private final Scheduler clock;
    private final Map<String, Windows> byToken = new ConcurrentHashMap<>();

    private record Windows(ReplayWindow byBody, ReplayWindow byKey) {}

    ReplayWindows(Scheduler clock) {
        this.clock = clock;
    }

    /** Makes a submission once, however often it is sent. The key decides what is the same if there is one, else the body. */
    Mono<ConfigResult> once(
            String tokenId, Optional<String> idempotencyKey, byte[] body, Mono<ConfigResult> submission) {
        Windows windows = byToken.computeIfAbsent(
                tokenId, token -> new Windows(new ReplayWindow(EQUAL_BODY, clock), new ReplayWindow(EQUAL_KEY, clock)));
        return idempotencyKey.map(key -> windows.byKey().once(key, submission)).orElseGet(() -> windows.byBody()
                .once(digest(body), submission));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
