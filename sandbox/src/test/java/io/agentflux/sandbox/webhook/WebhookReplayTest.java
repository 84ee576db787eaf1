package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static io.agentflux.sandbox.webhook.TestWebhooks.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.HastyCaller;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhookReplayTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("what was delivered can be delivered again: one message, or all since an instant")
    void replays() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.OK);
        String id = webhooks.register(receiver.url("/")).webhookId();
        webhooks.decide("dec_1");
        webhooks.decide("dec_2");
        await(() -> dispatcher.statistics().delivered() == 2);

        assertThat(dispatcher.replayMessage(id, receiver.posted().get(1).id()).block(SOON))
                .isEqualTo(1);
        await(() -> receiver.posted().size() == 3);
        await(() -> dispatcher.undelivered(id).collectList().block(SOON).isEmpty());
        assertThat(dispatcher.replaySince(id, NOON).block(SOON)).isEqualTo(2);
        await(() -> receiver.posted().size() == 5);
        assertThat(dispatcher.replaySince(id, NOON.plusSeconds(1)).block(SOON)).isZero();

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_2", "dec_2", "dec_1", "dec_2");
        assertThat(receiver.posted())
                .extracting(Posted::id)
                .containsOnly(
                        receiver.posted().get(0).id(), receiver.posted().get(1).id());
        String another = receiver.posted().get(0).id().replaceFirst("msg_\\d+_", "msg_9_");
        for (String unknown :
                List.of("", "msg_", "dec_1", another, receiver.posted().get(0).id() + "0")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> dispatcher.replayMessage(id, unknown).block(SOON))
                    .matches(refused -> refused.reason() == Reason.UNKNOWN);
        }
    }

    @Test
    @DisplayName("what is to be delivered again leaves though whoever asked for it hung up")
    void replaysForOneWhoHungUp() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.OK);
        String id = webhooks.register(receiver.url("/")).webhookId();
        long before = webhooks.state(id).settled();
        webhooks.decide("dec_1");
        await(() -> webhooks.state(id).settled() > before);

        HastyCaller.hangUpOn(dispatcher.replaySince(id, NOON), webhooks.store);

        await(() -> receiver.posted().size() == 2);
    }
}
