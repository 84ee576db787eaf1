package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What was answered to the latest updates of each token. */
final class ReplayWindows {

    /** A body that comes again within this time is the same request. */
    static final Duration EQUAL_BODY = Duration.ofSeconds(10);

    /** An idempotency key means one request for this time; longer than any client keeps trying. */
    static final Duration EQUAL_KEY = Duration.ofMinutes(10);

    private static final int NAME_BYTES = 16;

    private final Scheduler clock;
    private final Map<String, Windows> byToken = new ConcurrentHashMap<>();

    private record Windows(ReplayWindow byBody, ReplayWindow byKey) {}

    ReplayWindows(Scheduler clock) {
        this.clock = clock;
    }

    /**
     * Makes a submission once, however often it is sent. The key decides what is the same if there is one, else the body.
     *
     * @param submission makes it, given a name for the request that does not give away the key, and how long the name means it
     */
    Mono<ConfigResult> once(
            String tokenId,
            Optional<String> idempotencyKey,
            byte[] body,
            BiFunction<String, Duration, Mono<ConfigResult>> submission) {
        Windows windows = byToken.computeIfAbsent(
                tokenId, token -> new Windows(new ReplayWindow(EQUAL_BODY, clock), new ReplayWindow(EQUAL_KEY, clock)));
        return idempotencyKey
                .map(key -> {
                    String request = name(tokenId, "key", key.getBytes(StandardCharsets.UTF_8));
                    return windows.byKey().once(request, submission.apply(request, EQUAL_KEY));
                })
                .orElseGet(() -> {
                    String request = name(tokenId, "body", body);
                    return windows.byBody().once(request, submission.apply(request, EQUAL_BODY));
                });
    }

    private static String name(String tokenId, String kind, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((tokenId + '\n' + kind + '\n').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(content), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
