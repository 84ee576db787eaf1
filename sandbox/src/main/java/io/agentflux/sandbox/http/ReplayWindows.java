package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import io.agentflux.sandbox.experiment.RepeatableArena.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What was answered to the latest updates of each token. */
final class ReplayWindows {

    /**
     * A body that comes again within this time may be the same request: a client that waits 15 s for each answer and then one and
     * two seconds more, as the Arena's Python client does, tries for the third and last time after 33 s.
     */
    static final Duration EQUAL_BODY = Duration.ofSeconds(40);

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
     * @param asked the change that it asks for; the same key with another one is an error
     * @param submission makes it, given a name for the request that does not give away the key
     * @param stillHolds whether an answer may be given once more to a body that comes again
     */
    Mono<ConfigResult> once(
            String tokenId,
            Optional<String> idempotencyKey,
            byte[] body,
            Map<String, Double> asked,
            Function<Request, Mono<ConfigResult>> submission,
            Predicate<ConfigResult> stillHolds) {
        Windows windows = byToken.computeIfAbsent(
                tokenId, token -> new Windows(new ReplayWindow(EQUAL_BODY, clock), new ReplayWindow(EQUAL_KEY, clock)));
        return idempotencyKey
                .map(key -> new Request(name(tokenId, "key", key.getBytes(StandardCharsets.UTF_8)), EQUAL_KEY, true))
                .map(request -> windows.byKey().once(request.key(), asked, any -> true, submission.apply(request)))
                .orElseGet(() -> {
                    Request request = new Request(name(tokenId, "body", body), EQUAL_BODY, false);
                    return windows.byBody().once(request.key(), asked, stillHolds, submission.apply(request));
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
