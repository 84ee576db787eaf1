package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import io.agentflux.sandbox.webhook.WebhookDocuments.Retiring;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class WebhookSecretTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("a secret is told once and printed nowhere")
    void keepsSecrets() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        WebhookInfo info = webhooks.register(webhooks.receiver(Answer.OK).url("/"));
        String secret = info.secret().reveal();

        assertThat(info.toString()).doesNotContain(secret).contains("whsec_***");
        assertThat(dispatcher.webhook(info.webhookId()).toString()).doesNotContain("whsec");
        assertThat(webhooks.store
                        .events(EventQuery.all())
                        .map(stored -> stored.event().body())
                        .collectList()
                        .block(SOON))
                .hasSize(1)
                .noneMatch(body -> body.contains("whsec"));
    }

    @Test
    @DisplayName("while a new secret comes in messages are signed by both, the newest first, also after a restart")
    void rotatesSecrets() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.OK);
        WebhookInfo old = webhooks.register(receiver.url("/"));
        WebhookInfo rotated =
                dispatcher.rotateSecret(old.webhookId(), Duration.ofHours(1)).block(SOON);
        webhooks.decide("dec_1");
        await(() -> receiver.posted().size() == 1);
        dispatcher.stop(SOON).block(SOON);
        WebhookDispatcher restarted = webhooks.start(HASTY);
        webhooks.decide("dec_2");
        await(() -> receiver.posted().size() == 2);
        WebhookInfo atOnce =
                restarted.rotateSecret(old.webhookId(), Duration.ZERO).block(SOON);
        webhooks.decide("dec_3");
        await(() -> receiver.posted().size() == 3);

        List<Posted> posted = receiver.posted();
        assertThat(posted.subList(0, 2))
                .allMatch(post -> post.isSignedWith(old.secret().reveal()))
                .allMatch(post -> post.isSignedWith(rotated.secret().reveal()))
                .allMatch(post -> post.headers().get("webhook-signature").matches("v1,[^ ]+ v1,[^ ]+"));
        assertThat(posted.get(2))
                .matches(post -> post.isSignedWith(atOnce.secret().reveal()))
                .matches(post -> !post.isSignedWith(rotated.secret().reveal()));
        assertThat(webhooks.store
                        .events(EventQuery.all().ofType(EventType.WEBHOOK_SECRET_ROTATED))
                        .collectList()
                        .block(SOON))
                .hasSize(2)
                .noneMatch(stored -> stored.event().body().contains("whsec_"));
    }

    @Test
    @DisplayName("the next change of a webhook is taken in the very moment in which the one before is answered")
    void changesAgainAtOnce() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        String id = webhooks.register("https://a.example/").webhookId();

        StepVerifier.create(dispatcher
                        .rotateSecret(id, Duration.ZERO)
                        .flatMap(answered -> dispatcher.rotateSecret(id, Duration.ZERO))
                        .flatMap(answered -> dispatcher.delete(id)))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("an old secret is used up to its last moment only, and neither it nor the webhook is printed")
    void retiresSecrets() {
        Registered registered = new Registered(
                new Webhook("wh_1", "exp_1", "var_a", URI.create("https://a.example/"), Set.of(), NOON),
                WebhookSecret.of("whsec_bmV3"),
                new Retiring(WebhookSecret.of("whsec_b2xk"), NOON.plusSeconds(60)));

        assertThat(registered.secretsAt(NOON.plusMillis(59_999)))
                .extracting(WebhookSecret::reveal)
                .containsExactly("whsec_bmV3", "whsec_b2xk");
        assertThat(registered.secretsAt(NOON.plusSeconds(60)))
                .extracting(WebhookSecret::reveal)
                .containsExactly("whsec_bmV3");
        assertThat(registered.toString()).doesNotContain("bmV3", "b2xk");
    }
}
