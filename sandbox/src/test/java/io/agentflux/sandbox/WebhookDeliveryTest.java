package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.webhook.Receiver;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import io.agentflux.sandbox.webhook.WebhookOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class WebhookDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static SandboxHandle start(Path folder) {
        return Objects.requireNonNull(ArenaSandbox.create()
                .keepingIn(folder.resolve("sandbox.db").toString())
                .webhooks(WebhookOptions.ofDefaults().allowing(List.of("127.0.0.0/8")))
                .demonstrating(new DemoExperiment(1, 20, 42, Duration.ofHours(1)))
                .start()
                .block(PATIENCE));
    }

    private static ArenaClient client(SandboxHandle sandbox) {
        return ArenaClient.create(ArenaAccess.of(sandbox.url().toString(), Token.of(DemoExperiment.TOKEN)));
    }

    /** What was told, each message once: what is not stored as delivered when the sandbox stops is delivered again. */
    private static List<String> typesOf(List<Posted> posted) {
        Map<String, String> types = new LinkedHashMap<>();
        posted.forEach(post -> types.put(post.headers().get("webhook-id"), post.type()));
        return List.copyOf(types.values());
    }

    private static void awaitMessages(Receiver receiver, int count) {
        Mono.fromSupplier(() -> typesOf(receiver.posted()).size() >= count)
                .filter(arrived -> arrived)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(5), Schedulers.parallel()))
                .block(PATIENCE);
    }

    @Test
    @DisplayName("an accepted update and a freeze are told to a webhook, also one that was registered before a restart")
    void delivers(@TempDir Path folder) {
        try (Receiver receiver = Receiver.answering(Answer.NO_CONTENT)) {
            SandboxHandle sandbox = start(folder);
            WebhookInfo webhook;
            try (ArenaClient client = client(sandbox)) {
                webhook = Objects.requireNonNull(
                        client.registerWebhook(new WebhookRegistration(URI.create(receiver.url("/hook")), Set.of()))
                                .block(PATIENCE));
                client.submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more scans"))
                        .block(PATIENCE);
                awaitMessages(receiver, 1);
            } finally {
                sandbox.stop(Duration.ofSeconds(5)).block(PATIENCE);
            }
            SandboxHandle next = start(folder);
            try {
                next.experiments()
                        .all()
                        .get(0)
                        .freeze(null, null, new Cause("test", "too quick"))
                        .block(PATIENCE);
                awaitMessages(receiver, 2);
            } finally {
                next.stop(Duration.ofSeconds(5)).block(PATIENCE);
            }

            assertThat(receiver.posted())
                    .allMatch(post -> post.isSignedWith(webhook.secret().reveal()));
            assertThat(typesOf(receiver.posted())).containsExactly("config_updated", "circuit_breaker_triggered");
        }
    }
}
