package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.NOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.HeldUpStore;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class WebhookDeletionTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    /** The same store, but for when it says that a webhook is removed. */
    private ExperimentStore sayingLateWhatIsRemoved(Mono<Void> moment) {
        return (ExperimentStore) Proxy.newProxyInstance(
                ExperimentStore.class.getClassLoader(),
                new Class<?>[] {ExperimentStore.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(webhooks.store, arguments);
                    boolean isRemoval = method.getName().equals("commit")
                            && ((List<?>) arguments[0])
                                    .stream()
                                            .anyMatch(change -> change instanceof Change.Remove removed
                                                    && removed.kind().equals("webhook"));
                    return isRemoval ? ((Mono<?>) answer).delayUntil(made -> moment) : answer;
                });
    }

    private List<Document> kept(String kind) {
        return webhooks.store.documents(kind).collectList().block(SOON);
    }

    private void assertNothingKept(String webhookId) {
        for (String kind : List.of("webhook", "webhook-delivery", "webhook-undelivered-" + webhookId)) {
            assertThat(kept(kind)).isEmpty();
        }
    }

    @Test
    @DisplayName("a deleted webhook is told nothing more, and nothing is kept of it")
    void deletes() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.STALL);
        String id = webhooks.register(receiver.url("/")).webhookId();
        webhooks.decide("dec_1");
        await(() -> receiver.posted().size() == 1);

        dispatcher.delete(id).block(SOON);

        assertThat(dispatcher.webhooks()).isEmpty();
        assertNothingKept(id);
        await("the attempt goes on", () -> dispatcher.statistics().inFlight() == 0);
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> dispatcher.delete(id).block(SOON))
                .withMessage("Webhook " + id + " not found")
                .matches(refused -> refused.reason() == Reason.UNKNOWN);
    }

    @Test
    @DisplayName("what a delivery keeps while its webhook is being deleted is removed with it")
    void leavesNothingOfADeletion() throws Exception {
        Sinks.Empty<Void> removalIsTold = Sinks.empty();
        WebhookDispatcher dispatcher = webhooks.start(
                WebhookDispatcher.start(sayingLateWhatIsRemoved(removalIsTold.asMono()), HASTY, Schedulers.parallel()));
        String id =
                webhooks.register(webhooks.receiver(Answer.NO_CONTENT).url("/")).webhookId();

        CompletableFuture<Void> deleted = dispatcher.delete(id).toFuture();
        await(() -> kept("webhook").isEmpty());
        webhooks.decide("dec_1");
        await(() -> kept("webhook-delivery").get(0).version() > 1);
        removalIsTold.tryEmitEmpty();
        deleted.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertNothingKept(id);
    }

    @Test
    @DisplayName(
            "what is to be delivered again while its webhook is being deleted is refused, and nothing is left of it")
    void replayBesideDeletion() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        String id =
                webhooks.register(webhooks.receiver(Answer.NO_CONTENT).url("/")).webhookId();
        int moreThanOneCommit = WebhookDocuments.CHANGES_PER_COMMIT + 1;
        for (int i = 0; i < moreThanOneCommit; i++) {
            webhooks.decide("dec_" + i);
        }
        await(() -> dispatcher.statistics().delivered() == moreThanOneCommit);
        Mono<Void> deletion = dispatcher.delete(id).cache();
        Mono<Signal<Integer>> replay =
                dispatcher.replaySince(id, NOON).materialize().cache();

        HeldUpStore.during(webhooks.store, () -> {
            deletion.subscribe();
            HeldUpStore.awaitWaiting(webhooks.store);
            replay.subscribe();
        });
        deletion.block(SOON);

        assertThat(replay.block(SOON).getThrowable())
                .isInstanceOfSatisfying(WebhookRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.BUSY));
        assertNothingKept(id);
    }

    @Test
    @DisplayName("a deletion that a kill cut short is finished at the next start")
    void finishesDeletion() {
        WebhookDispatcher dispatcher = webhooks.start(
                WebhookDispatcher.start(sayingLateWhatIsRemoved(Mono.never()), HASTY, Schedulers.parallel()));
        String id = webhooks.register(webhooks.receiver(Answer.ERROR).url("/")).webhookId();
        webhooks.decide("dec_1");
        await(() -> !kept("webhook-undelivered-" + id).isEmpty());
        dispatcher.delete(id).subscribe();
        await(() -> kept("webhook").isEmpty());
        dispatcher.stop(Duration.ZERO).block(SOON);

        webhooks.start(HASTY);

        assertNothingKept(id);
    }
}
