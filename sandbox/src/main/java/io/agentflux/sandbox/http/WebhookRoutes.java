package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.ArenaRequests;
import io.agentflux.sandbox.webhook.Webhook;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookRefusedException;
import io.agentflux.sandbox.webhook.WebhookStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** What agents ask about the webhooks of their variant, and administrators about all. */
public final class WebhookRoutes {

    private static final String ADMIN_PATH = "/api/admin/webhooks";
    private static final String ID = "id";
    private static final String EXPERIMENT_ID = "experimentId";
    private static final int MOST_UNDELIVERED = 1_000;

    private final WebhookDispatcher dispatcher;

    /** What is done about one webhook. */
    private interface WebhookOperation {
        Mono<Reply> answer(String webhookId, Call call);
    }

    /** The routes of these webhooks. */
    public WebhookRoutes(WebhookDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The routes. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.post(ArenaProtocol.WEBHOOKS_PATH, Access.AGENT, this::register));
        routes.add(Route.get(ArenaProtocol.WEBHOOKS_PATH, Access.AGENT, this::listOwn));
        routes.add(Route.get(ADMIN_PATH, Access.ADMIN, this::listAll));
        routes.addAll(routesOfOne(ArenaProtocol.WEBHOOKS_PATH, Access.AGENT, this::own));
        routes.addAll(routesOfOne(ADMIN_PATH, Access.ADMIN, this::any));
        return routes;
    }

    private List<Route> routesOfOne(String path, Access access, Function<Call, WebhookStatus> find) {
        String one = path + "/{" + ID + "}";
        return List.of(
                Route.get(one, access, with(find, this::show)),
                Route.delete(one, access, with(find, this::delete)),
                Route.get(one + "/undelivered", access, with(find, this::undelivered)),
                Route.post(one + "/test", access, with(find, this::test)),
                Route.post(one + "/replay", access, with(find, this::replay)),
                Route.post(one + "/rotate", access, with(find, this::rotate)));
    }

    private static Operation with(Function<Call, WebhookStatus> find, WebhookOperation operation) {
        return call -> Mono.defer(
                        () -> operation.answer(find.apply(call).webhook().id(), call))
                .onErrorMap(WebhookRefusedException.class, WebhookRoutes::refused);
    }

    private static RefusedRequest refused(WebhookRefusedException refusal) {
        int status =
                switch (refusal.reason()) {
                    case UNKNOWN -> 404;
                    case TARGET -> 400;
                    case LIMIT, OFF, BUSY -> 409;
                };
        return new RefusedRequest(status, String.valueOf(refusal.getMessage()));
    }

    /** Those of others do not exist for an agent. */
    private WebhookStatus own(Call call) {
        WebhookStatus status = any(call);
        if (!isOwn(call.grant(), status.webhook())) {
            throw new RefusedRequest(404, "Webhook " + status.webhook().id() + " not found");
        }
        return status;
    }

    private WebhookStatus any(Call call) {
        return dispatcher.webhook(call.parameter(ID));
    }

    private static boolean isOwn(Grant grant, Webhook webhook) {
        return webhook.experimentId().equals(grant.experimentId())
                && webhook.variantId().equals(grant.variantId());
    }

    private Mono<Reply> register(Call call) {
        Grant grant = call.grant();
        return dispatcher
                .register(grant.experimentId(), grant.variantId(), ArenaRequests.decodeWebhook(call.body()))
                .map(registered -> Reply.ok(ArenaReplies.encode(registered)))
                .onErrorMap(WebhookRefusedException.class, WebhookRoutes::refused);
    }

    private Mono<Reply> listOwn(Call call) {
        return list(webhook -> isOwn(call.grant(), webhook));
    }

    private Mono<Reply> listAll(Call call) {
        Optional<String> experimentId = call.query(EXPERIMENT_ID);
        return list(webhook -> experimentId.isEmpty() || webhook.experimentId().equals(experimentId.get()));
    }

    private Mono<Reply> list(Predicate<Webhook> choice) {
        return Mono.fromSupplier(() -> WebhookJson.list(dispatcher.webhooks().stream()
                .filter(status -> choice.test(status.webhook()))
                .toList()));
    }

    private Mono<Reply> show(String webhookId, Call call) {
        return Mono.fromSupplier(() -> WebhookJson.one(dispatcher.webhook(webhookId)));
    }

    private Mono<Reply> delete(String webhookId, Call call) {
        return dispatcher.delete(webhookId).thenReturn(Reply.empty());
    }

    private Mono<Reply> undelivered(String webhookId, Call call) {
        return dispatcher
                .undelivered(webhookId)
                .take(MOST_UNDELIVERED)
                .collectList()
                .map(WebhookJson::undelivered);
    }

    private Mono<Reply> rotate(String webhookId, Call call) {
        Duration grace = WebhookJson.grace(call.body());
        return dispatcher.rotateSecret(webhookId, grace).map(rotated -> Reply.ok(ArenaReplies.encode(rotated))
                .with("Cache-Control", "no-store"));
    }

    private Mono<Reply> test(String webhookId, Call call) {
        return dispatcher.test(webhookId).map(WebhookJson::attempt);
    }

    private Mono<Reply> replay(String webhookId, Call call) {
        ReplayRequest request = ReplayRequest.read(call.body());
        Mono<Integer> replay;
        if (request.messageId() != null) {
            replay = dispatcher.replayMessage(webhookId, request.messageId());
        } else if (request.since() != null) {
            replay = dispatcher.replaySince(webhookId, request.since());
        } else {
            replay = dispatcher.replayGivenUp(webhookId);
        }
        return replay.map(WebhookJson::replaying);
    }
}
