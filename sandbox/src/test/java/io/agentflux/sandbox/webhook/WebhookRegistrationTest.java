package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class WebhookRegistrationTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("a URL with a user, one that is too long, and one webhook too many are refused")
    void refusesRegistrations() {
        WebhookDispatcher dispatcher = webhooks.start(new WebhookOptions(
                List.of(), 1, 2, 1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), 1));

        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> webhooks.register("https://user:secret@example.org/"))
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> webhooks.register("https://example.org/" + "x".repeat(3000)));
        webhooks.register("https://example.org/");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> webhooks.register("https://example.org/"))
                .matches(refused -> refused.reason() == Reason.LIMIT);
        assertThat(dispatcher
                        .register(
                                "exp_1", "var_b", new WebhookRegistration(URI.create("https://example.org/"), Set.of()))
                        .block(SOON))
                .isNotNull();
    }

    @Test
    @DisplayName("however many are registered at the same time, a variant has no more than it may")
    void holdsTheLimitUnderConcurrency() {
        WebhookDispatcher dispatcher = webhooks.start(new WebhookOptions(
                List.of(), 5, 8, 3, Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(5), 100));
        WebhookRegistration wanted = new WebhookRegistration(URI.create("https://a.example/"), Set.of());

        for (int round = 0; round < 3; round++) {
            List<Boolean> registered = Flux.range(0, 40)
                    .flatMap(
                            number -> dispatcher
                                    .register("exp_1", "var_a", wanted)
                                    .subscribeOn(Schedulers.parallel())
                                    .map(info -> true)
                                    .onErrorResume(WebhookRefusedException.class, full -> Mono.just(false)),
                            40)
                    .collectList()
                    .block(SOON);

            assertThat(registered).hasSize(40);
            assertThat(registered.stream().filter(done -> done)).hasSize(round == 0 ? 5 : 1);
            assertThat(dispatcher.webhooks()).hasSize(5);
            dispatcher.delete(dispatcher.webhooks().get(0).webhook().id()).block(SOON);
        }
    }
}
