package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static io.agentflux.sandbox.webhook.TestWebhooks.eventIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhookMessageTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    private void decide(String id, Map<String, ClampedDelta> clampedDeltas) {
        ConfigResult result = new ConfigResult(
                true,
                Map.of("scanXp", 15.0),
                clampedDeltas,
                null,
                null,
                NOON.plusSeconds(60).plusMillis(1),
                id,
                List.of());
        ConfigUpdate update = new ConfigUpdate(Map.of("scanXp", 100.0), "more", Map.of("private", 1));
        webhooks.store
                .append(new DecisionEvent("exp_1", "var_a", new Decision(id, NOON, update, result), null).toEvent())
                .block(SOON);
    }

    @Test
    @DisplayName("a webhook is told of the four events of its variant and its experiment, in one signed form")
    void tells() {
        webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.NO_CONTENT);
        WebhookInfo webhook = webhooks.register(receiver.url("/hook?key=1"));

        webhooks.happen(
                "var_a",
                "decision",
                "dec_1",
                "accepted",
                "{\"appliedConfig\":{\"scanXp\":12.0},\"reasoning\":\"Überzeugt\",\"evidence\":{\"a\":1},\"accepted\":true}");
        webhooks.happen("var_a", "decision", "dec_2", "rejected", "{}");
        webhooks.happen("var_b", "decision", "dec_3", "accepted", "{}");
        webhooks.happen("var_a", "day", "day_1", null, "{}");
        webhooks.happen("var_a", "heartbeat-timeout", "hb_1", null, "{\"limitSeconds\":180}");
        webhooks.happen(null, "frozen", "fr_1", null, "{\"reason\":\"retention\"}");
        webhooks.happen("var_a", "anomaly", "an_1", null, "not an object");
        await(() -> receiver.posted().size() >= 4);

        assertThat(webhook.events())
                .containsExactly(
                        "config_updated", "heartbeat_timeout", "circuit_breaker_triggered", "anomaly_detected");
        assertThat(receiver.posted())
                .extracting(Posted::type)
                .containsExactly(
                        "config_updated", "heartbeat_timeout", "circuit_breaker_triggered", "anomaly_detected");
        Posted first = receiver.posted().get(0);
        assertThat(first.path()).isEqualTo("/hook?key=1");
        assertThat(first.body())
                .isEqualTo("{\"type\":\"config_updated\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":"
                        + "{\"experimentId\":\"exp_1\",\"variantId\":\"var_a\",\"eventId\":\"dec_1\",\"details\":"
                        + "{\"appliedConfig\":{\"scanXp\":12},\"reasoning\":\"Überzeugt\"}}}");
        assertThat(first.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "AgentFlux-Webhooks/1");
        assertThat(receiver.posted().get(2).json().at("/data/variantId").isNull())
                .isTrue();
        assertThat(receiver.posted().get(2).json().at("/data/details/reason").asString())
                .isEqualTo("retention");
        assertThat(receiver.posted())
                .allMatch(post -> post.isSignedWith(webhook.secret().reveal()))
                .noneMatch(post -> post.isSignedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .extracting(Posted::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("msg_\\d+_[0-9a-f]{16}"));
    }

    @Test
    @DisplayName(
            "an update is told as the audit log tells it: what was cut back is marked, moments are never too early")
    void tellsDecisions() {
        webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.NO_CONTENT);
        webhooks.register(receiver.url("/"));
        decide("dec_1", Map.of("scanXp", new ClampedDelta(10, 100, 15, 50, 10, 5)));
        decide("dec_2", Map.of());
        await(() -> receiver.posted().size() >= 2);

        assertThat(receiver.posted())
                .extracting(post -> post.json().at("/data/details").toString())
                .containsExactly(
                        "{\"economyOverrides\":{\"scanXp\":100},\"reasoning\":\"more\",\"appliedConfig\":{\"scanXp\":15},"
                                + "\"clampedDeltas\":{\"scanXp\":{\"previous\":10,\"requested\":100,\"applied\":15,"
                                + "\"clamped\":true,\"deltaPercent\":50,\"baseline\":10,\"maxDelta\":5}},"
                                + "\"nextAllowedUpdate\":\"2026-03-01T12:01:01Z\"}",
                        "{\"economyOverrides\":{\"scanXp\":100},\"reasoning\":\"more\",\"appliedConfig\":{\"scanXp\":15},"
                                + "\"nextAllowedUpdate\":\"2026-03-01T12:01:01Z\"}");
    }

    @Test
    @DisplayName("a webhook is told only of the events it asked for, and of nothing from before it was registered")
    void filters() {
        webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.OK);
        webhooks.decide("dec_0");
        webhooks.register(receiver.url("/"), WebhookEvent.ANOMALY_DETECTED);
        webhooks.decide("dec_1");
        webhooks.happen("var_a", "anomaly", "an_1", null, "{}");
        await(() -> !receiver.posted().isEmpty());

        assertThat(eventIds(receiver.posted())).containsExactly("an_1");
    }
}
