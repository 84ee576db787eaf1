package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.ArenaRequests;
import io.agentflux.arena.http.Heartbeat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Which operation answers which path and method. Paths are compared as they were sent; nothing is redirected. */
final class Routes {

    /** Where one webhook is. */
    private static final String ONE_WEBHOOK = ArenaProtocol.WEBHOOKS_PATH + "/";

    private static final int MOST_PER_PAGE = 1_000;

    private final Map<String, Map<String, Operation>> byPath;
    private final Map<String, Operation> oneWebhook = Map.of("DELETE", this::deleteWebhook);
    private final Counters counters;

    /** Answers a request for which the token has been checked. */
    interface Operation {
        Mono<Reply> answer(Call call);
    }

    Routes(Counters counters) {
        this.counters = counters;
        this.byPath = Map.of(
                ArenaProtocol.VARIANT_PATH, Map.of("GET", this::variant),
                ArenaProtocol.SIGNALS_PATH, Map.of("GET", this::signals),
                ArenaProtocol.CONFIG_PATH, Map.of("PUT", this::submit),
                ArenaProtocol.HEARTBEAT_PATH, Map.of("POST", this::heartbeat),
                ArenaProtocol.SCOREBOARD_PATH, Map.of("GET", this::scoreboard),
                ArenaProtocol.DECISIONS_PATH, Map.of("GET", this::decisions),
                ArenaProtocol.WEBHOOKS_PATH, Map.of("POST", this::registerWebhook));
    }

    /** The operations of a path by method; empty if there is no such path. */
    Optional<Map<String, Operation>> at(String path) {
        boolean isWebhook = path.startsWith(ONE_WEBHOOK)
                && path.length() > ONE_WEBHOOK.length()
                && path.indexOf('/', ONE_WEBHOOK.length()) < 0;
        return Optional.ofNullable(isWebhook ? oneWebhook : byPath.get(path));
    }

    private Mono<Reply> variant(Call call) {
        return call.grant().arena().variant().map(variant -> Reply.ok(ArenaReplies.encode(variant)));
    }

    private Mono<Reply> signals(Call call) {
        return call.grant().arena().signals().map(signals -> {
            counters.observation();
            return Reply.ok(ArenaReplies.encode(signals));
        });
    }

    private Mono<Reply> submit(Call call) {
        return call.grant()
                .submit(call.body(), call.idempotencyKey(), counters::update)
                .map(result -> Reply.ok(ArenaReplies.encode(result)));
    }

    private Mono<Reply> heartbeat(Call call) {
        Heartbeat heartbeat = ArenaRequests.decodeHeartbeat(call.body());
        return call.grant()
                .arena()
                .heartbeat(heartbeat.pollInterval(), heartbeat.metadata())
                .then(Mono.fromCallable(() -> {
                    counters.heartbeat();
                    return Reply.empty();
                }));
    }

    private Mono<Reply> scoreboard(Call call) {
        return call.grant().arena().scoreboard().map(scoreboard -> Reply.ok(ArenaReplies.encode(scoreboard)));
    }

    private Mono<Reply> decisions(Call call) {
        int page = whole(call.query(), ArenaProtocol.PAGE, 1, Integer.MAX_VALUE);
        int pageSize = whole(call.query(), ArenaProtocol.PAGE_SIZE, ArenaProtocol.DEFAULT_PAGE_SIZE, MOST_PER_PAGE);
        return call.grant()
                .arena()
                .decisions(page, pageSize)
                .map(decisions -> Reply.ok(ArenaReplies.encode(decisions)));
    }

    private static int whole(Map<String, List<String>> query, String name, int ifMissing, int most) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return ifMissing;
        }
        try {
            int value = Integer.parseInt(values.get(0));
            if (values.size() == 1 && value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as every other value that does not fit
        }
        throw new RefusedRequest(
                400, name + " is '" + String.join("', '", values) + "'; give one whole number from 1 to " + most + ".");
    }

    private Mono<Reply> registerWebhook(Call call) {
        return Mono.just(Reply.ok(
                ArenaReplies.encode(call.grant().webhooks().register(ArenaRequests.decodeWebhook(call.body())))));
    }

    private Mono<Reply> deleteWebhook(Call call) {
        call.grant().webhooks().delete(call.path().substring(ONE_WEBHOOK.length()));
        return Mono.just(Reply.empty());
    }
}
