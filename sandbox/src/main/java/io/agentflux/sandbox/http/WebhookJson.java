package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.sandbox.webhook.DeliveryAttempt;
import io.agentflux.sandbox.webhook.DeliveryState;
import io.agentflux.sandbox.webhook.UndeliveredMessage;
import io.agentflux.sandbox.webhook.Webhook;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is answered about webhooks. */
final class WebhookJson {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GRACE_SECONDS = "graceSeconds";

    private WebhookJson() {}

    static Reply one(WebhookStatus status) {
        return reply(json(status));
    }

    private static ObjectNode json(WebhookStatus status) {
        Webhook webhook = status.webhook();
        DeliveryState state = status.delivery();
        ObjectNode json = JSON.createObjectNode()
                .put("webhookId", webhook.id())
                .put("experimentId", webhook.experimentId())
                .put("variantId", webhook.variantId())
                .put("url", webhook.url().toString());
        webhook.eventNames().forEach(json.putArray("events")::add);
        json.put("registered", text(webhook.registered()))
                .put("active", state.isOn())
                .put("switchedOff", state.switchedOff())
                .put("failedAttempts", state.failedAttempts())
                .put("nextAttempt", text(state.nextAttempt()))
                .put("lastError", state.lastError())
                .put("givenUpInARow", state.givenUpInARow());
        return json;
    }

    static Reply list(List<WebhookStatus> webhooks) {
        ObjectNode data = JSON.createObjectNode();
        data.putArray("webhooks")
                .addAll(webhooks.stream().map(WebhookJson::json).toList());
        return reply(data);
    }

    static Reply undelivered(List<UndeliveredMessage> messages) {
        ObjectNode data = JSON.createObjectNode();
        data.putArray("messages")
                .addAll(messages.stream()
                        .map(message -> JSON.createObjectNode()
                                .put("messageId", message.messageId())
                                .put("type", message.type())
                                .put("replaying", message.replaying())
                                .put("since", text(message.since()))
                                .put("lastError", message.lastError()))
                        .toList());
        return reply(data);
    }

    static Reply attempt(DeliveryAttempt attempt) {
        return reply(JSON.createObjectNode()
                .put("delivered", attempt.isDelivered())
                .put("status", attempt.status())
                .put("error", attempt.error())
                .put("durationMillis", attempt.took().toMillis()));
    }

    /** How long the old secret goes on to be used, as the body of a request says. */
    static Duration grace(byte[] body) {
        if (body.length == 0) {
            return WebhookDispatcher.USUAL_GRACE;
        }
        try {
            if (JSON.readTree(body) instanceof ObjectNode request) {
                JsonNode seconds = request.get(GRACE_SECONDS);
                if (request.isEmpty()) {
                    return WebhookDispatcher.USUAL_GRACE;
                }
                if (seconds != null
                        && request.size() == 1
                        && seconds.isIntegralNumber()
                        && seconds.canConvertToLong()
                        && seconds.longValue() >= 0
                        && seconds.longValue() <= WebhookDispatcher.LONGEST_GRACE.toSeconds()) {
                    return Duration.ofSeconds(seconds.longValue());
                }
            }
        } catch (JacksonException malformed) {
            // told below, as everything else that does not fit
        }
        throw new RefusedRequest(
                400,
                "The body does not say how long the old secret is to be used; send {} or {\"" + GRACE_SECONDS
                        + "\":86400}, from 0 to " + WebhookDispatcher.LONGEST_GRACE.toSeconds() + ".");
    }

    static Reply replaying(int messages) {
        return reply(JSON.createObjectNode().put("replaying", messages));
    }

    private static Reply reply(ObjectNode data) {
        ObjectNode envelope = JSON.createObjectNode().put("success", true);
        envelope.set("data", data);
        return Reply.of(200, ArenaProtocol.JSON, JSON.writeValueAsBytes(envelope));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
