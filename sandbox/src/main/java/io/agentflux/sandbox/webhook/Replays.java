package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Chooses messages that are delivered once more, beside what happens now. They are marked in the store first, so that they leave
 * also after a crash; a webhook that is switched off is told none.
 *
 * <p>Each method returns a cold publisher of how many messages there are; a subscription marks them all, also if it is cancelled.
 * Errors: {@link WebhookRefusedException}, and those of the store; what was marked before such a one leaves nevertheless.
 */
final class Replays {

    /** How many messages can be delivered again by one request. */
    static final int MOST = 1_000;

    private final WebhookDocuments documents;
    private final Scheduler clock;

    Replays(WebhookDocuments documents, Scheduler clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** Those that were given up and are not on their way again. */
    Mono<Integer> givenUp(Lane lane) {
        return replay(
                lane,
                documents
                        .undelivered(lane.webhook().id())
                        .filter(message -> !message.replaying())
                        .take(MOST)
                        .map(UndeliveredMessage::replay));
    }

    /** Those about what happened since then, as far as they were delivered or given up; refuses more than {@link #MOST}. */
    Mono<Integer> since(Lane lane, Instant since) {
        return documents
                .messagesSince(lane.webhook(), since)
                .takeWhile(message -> message.sequence() <= lane.state().settled())
                .take(MOST + 1L)
                .collectList()
                .flatMap(messages -> {
                    if (messages.size() > MOST) {
                        throw new WebhookRefusedException(
                                Reason.LIMIT,
                                "There are more than " + MOST + " messages since " + since + "; give a later instant.");
                    }
                    return replay(lane, Flux.fromIterable(messages).map(this::toReplay));
                });
    }

    /** The message that was, or would have been, delivered under that id. */
    Mono<Integer> message(Lane lane, String messageId) {
        return documents
                .message(lane.webhook(), Message.sequenceOf(messageId))
                .filter(message -> message.id().equals(messageId))
                .switchIfEmpty(Mono.error(() -> new WebhookRefusedException(
                        Reason.UNKNOWN, "Webhook " + lane.webhook().id() + " has no message " + messageId)))
                .flatMap(message -> replay(lane, Flux.just(toReplay(message))));
    }

    private UndeliveredMessage toReplay(Message message) {
        return UndeliveredMessage.toReplay(message, Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)));
    }

    private Mono<Integer> replay(Lane lane, Flux<UndeliveredMessage> messages) {
        return Mono.defer(() -> {
            requireOn(lane);
            return messages.buffer(WebhookDocuments.CHANGES_PER_COMMIT)
                    .concatMap(some -> mark(lane, some), 1)
                    .reduce(0, Integer::sum);
        });
    }

    private static void requireOn(Lane lane) {
        if (!lane.state().isOn()) {
            throw new WebhookRefusedException(
                    Reason.OFF,
                    "The webhook is switched off: " + lane.state().switchedOff()
                            + "; a test that succeeds switches it on.");
        }
    }

    private Mono<Integer> mark(Lane lane, List<UndeliveredMessage> messages) {
        String webhookId = lane.webhook().id();
        return documents
                .commitOnce(messages.stream()
                        .map(message -> WebhookDocuments.put(webhookId, message))
                        .toList())
                .then(Mono.fromSupplier(() -> {
                    lane.replay();
                    return messages.size();
                }));
    }
}
