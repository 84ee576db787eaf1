package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static io.agentflux.sandbox.webhook.TestWebhooks.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class WebhookRestartTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("a restart forgets neither failed attempts nor what is to be delivered again")
    void remembers() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY.trying(2, Duration.ofMinutes(30), Duration.ofMinutes(30)));
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.OK);
        Receiver receiver = webhooks.receiver(post -> answer.get());
        String id = webhooks.register(receiver.url("/")).webhookId();
        webhooks.decide("dec_1");
        await(() -> dispatcher.statistics().delivered() == 1);
        answer.set(Answer.ERROR);
        webhooks.decide("dec_2");
        await(() -> webhooks.state(id).failedAttempts() == 1);
        assertThat(dispatcher.replaySince(id, NOON).block(SOON)).isEqualTo(1);
        await(() -> receiver.posted().size() == 3);
        Instant nextAttempt = webhooks.state(id).nextAttempt();
        dispatcher.stop(SOON).block(SOON);

        answer.set(Answer.OK);
        WebhookDispatcher restarted = webhooks.start(HASTY);
        await(() -> receiver.posted().size() == 4);

        assertThat(eventIds(receiver.taken())).containsExactly("dec_1", "dec_1");
        assertThat(webhooks.state(id).failedAttempts()).isEqualTo(1);
        assertThat(webhooks.state(id).nextAttempt()).isEqualTo(nextAttempt);
        await(() -> restarted.undelivered(id).collectList().block(SOON).isEmpty());
    }

    @Test
    @DisplayName("where a webhook cannot be read nothing is started, and nothing stays open")
    void startsWholeOrNotAtAll() {
        webhooks.start(HASTY);
        webhooks.register("https://a.example/");
        webhooks.store.put(Document.of("webhook", "wh_torn", "{}")).block(SOON);
        AtomicBoolean closed = new AtomicBoolean();
        AddressResolverGroup<InetSocketAddress> names = new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                throw new AssertionError("nobody asks");
            }

            @Override
            public void close() {
                closed.set(true);
                super.close();
            }
        };

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> WebhookDispatcher.start(webhooks.store, HASTY, () -> names, Schedulers.parallel())
                        .block(SOON));

        assertThat(closed).isTrue();
    }
}
