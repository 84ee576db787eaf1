package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.ArenaRequests;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** What agents ask about their webhooks. */
public final class WebhookRoutes {

    private final Map<String, Webhooks> byToken = new ConcurrentHashMap<>();

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post(ArenaProtocol.WEBHOOKS_PATH, Access.AGENT, this::register),
                Route.delete(ArenaProtocol.WEBHOOKS_PATH + "/{id}", Access.AGENT, this::delete));
    }

    private Mono<Reply> register(Call call) {
        return Mono.just(
                Reply.ok(ArenaReplies.encode(webhooks(call).register(ArenaRequests.decodeWebhook(call.body())))));
    }

    private Mono<Reply> delete(Call call) {
        webhooks(call).delete(call.parameter("id"));
        return Mono.just(Reply.empty());
    }

    private Webhooks webhooks(Call call) {
        return byToken.computeIfAbsent(call.grant().tokenId(), token -> new Webhooks());
    }
}
