package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static io.agentflux.sandbox.webhook.TestWebhooks.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.ForwardingScheduler;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class WebhookRetryTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("a message that fails is tried again under the same id, and the next one waits for it")
    void retries() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.ERROR, Answer.RESET, Answer.OK);
        webhooks.register(receiver.url("/"));
        webhooks.decide("dec_1");
        webhooks.decide("dec_2");
        await(() -> receiver.taken().size() == 2);

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_1", "dec_1", "dec_2");
        assertThat(receiver.posted().subList(0, 3))
                .extracting(Posted::id)
                .containsOnly(receiver.posted().get(0).id());
        await(() -> dispatcher.statistics().delivered() == 2);
        assertThat(dispatcher.statistics().failedAttempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("a message that fails too often is put aside, the log says so, and it can be delivered again")
    void givesUp() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.ERROR, Answer.REDIRECT, Answer.GARBAGE, Answer.OK);
        String id = webhooks.register(receiver.url("/")).webhookId();
        webhooks.decide("dec_1");
        webhooks.decide("dec_2");
        await(() -> receiver.taken().size() == 1);

        List<UndeliveredMessage> aside =
                dispatcher.undelivered(id).collectList().block(SOON);
        assertThat(aside).hasSize(1);
        assertThat(aside.get(0).messageId()).isEqualTo(receiver.posted().get(0).id());
        assertThat(aside.get(0).type()).isEqualTo("config_updated");
        assertThat(aside.get(0).lastError()).contains("not HTTP");
        assertThat(webhooks.store
                        .events(EventQuery.ofExperiment("exp_1").ofType(EventType.WEBHOOK_GAVE_UP))
                        .map(stored -> stored.event().body())
                        .collectList()
                        .block(SOON))
                .singleElement()
                .asString()
                .contains(id, aside.get(0).messageId());

        assertThat(dispatcher.replayGivenUp(id).block(SOON)).isEqualTo(1);
        await(() -> receiver.taken().size() == 2);
        await(() -> dispatcher.undelivered(id).collectList().block(SOON).isEmpty());
        assertThat(eventIds(receiver.taken())).containsExactly("dec_2", "dec_1");
        assertThat(receiver.posted()).extracting(Posted::path).containsOnly("/");
        assertThat(dispatcher.replayGivenUp(id).block(SOON)).isZero();
    }

    @Test
    @DisplayName("the time a receiver asks for is given to it")
    void heedsRetryAfter() {
        webhooks.start(HASTY.trying(3, Duration.ofMillis(1), Duration.ofMinutes(30)));
        Receiver receiver = webhooks.receiver(Answer.BUSY);
        String id = webhooks.register(receiver.url("/")).webhookId();
        Instant before = Instant.now();
        webhooks.decide("dec_1");
        await(() -> webhooks.state(id).failedAttempts() == 1);

        assertThat(webhooks.state(id).nextAttempt())
                .isAfterOrEqualTo(before.plus(Duration.ofMinutes(30)).minusMillis(1));
        assertThat(webhooks.state(id).lastError()).isEqualTo("status 503");
    }

    @Test
    @DisplayName("a receiver that answers 410 is left alone until a test succeeds; then it is told what it missed")
    void switchesOff() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.GONE);
        Receiver receiver = webhooks.receiver(post -> answer.get());
        String id = webhooks.register(receiver.url("/")).webhookId();
        webhooks.decide("dec_1");
        await(() -> !webhooks.state(id).isOn());
        webhooks.decide("dec_2");

        assertThat(webhooks.state(id).switchedOff()).contains("410");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> dispatcher.replayGivenUp(id).block(SOON))
                .matches(refused -> refused.reason() == Reason.OFF);
        assertThat(dispatcher.test(id).block(SOON).status()).isEqualTo(410);
        assertThat(webhooks.state(id).isOn()).isFalse();

        answer.set(Answer.OK);
        assertThat(dispatcher.test(id).block(SOON).isDelivered()).isTrue();
        await(() -> receiver.taken().size() == 3);
        assertThat(receiver.taken())
                .extracting(Posted::type)
                .containsExactly("webhook_test", "config_updated", "config_updated");
        assertThat(eventIds(receiver.taken()).subList(1, 3)).containsExactly("dec_1", "dec_2");
    }

    @Test
    @DisplayName("a receiver that fails message after message is switched off")
    void switchesOffTheDead() {
        WebhookDispatcher dispatcher = webhooks.start(new WebhookOptions(
                List.of("127.0.0.0/8"),
                100,
                64,
                1,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofSeconds(5),
                3));
        Receiver receiver = webhooks.receiver(Answer.ERROR);
        String id = webhooks.register(receiver.url("/")).webhookId();
        IntStream.range(0, 10).forEach(number -> webhooks.decide("dec_" + number));
        await(() -> !webhooks.state(id).isOn());

        assertThat(webhooks.state(id).switchedOff()).isEqualTo("3 messages in a row could not be delivered");
        assertThat(eventIds(receiver.posted())).containsExactly("dec_0", "dec_1", "dec_2");
        assertThat(dispatcher.undelivered(id).count().block(SOON)).isEqualTo(3);
    }

    /** By whose time everything is prompt, however slow this machine is. */
    private static final class StandingTime extends ForwardingScheduler {
        private StandingTime() {
            super(Schedulers.parallel());
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(NOON.toEpochMilli(), TimeUnit.MILLISECONDS);
        }
    }

    @Test
    @DisplayName("any number of receivers that stall delays none that answers")
    void isolates() {
        WebhookDispatcher dispatcher = webhooks.start(WebhookDispatcher.start(
                webhooks.store,
                new WebhookOptions(
                        List.of("127.0.0.0/8"),
                        100,
                        4,
                        1,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ofMinutes(2),
                        100),
                new StandingTime()));
        Receiver good = webhooks.receiver(Answer.OK);
        Receiver bad = webhooks.receiver(Answer.STALL);
        webhooks.register(good.url("/"));
        webhooks.decide("dec_0");
        await(() -> good.posted().size() == 1);
        await(() -> dispatcher.statistics().delivered() == 1);
        IntStream.range(0, 20).forEach(number -> webhooks.register(bad.url("/" + number)));

        IntStream.rangeClosed(1, 20).forEach(number -> webhooks.decide("dec_" + number));
        await(() -> !bad.posted().isEmpty());
        await(() -> good.posted().size() == 21);

        // one slot is for all that stall, and it is still taken
        assertThat(bad.posted()).hasSize(1);
        assertThat(dispatcher.statistics().failedAttempts()).isZero();
    }
}
