package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.StoreFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The delivery to one webhook. Messages go in the order of the log, one at a time: the next one leaves when it is stored that the
 * one before was delivered or given up. Beside it, one at a time too, goes what is to be delivered again.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Courier courier;
    private final WebhookDocuments documents;
    private final Backoff backoff;
    private final int mostGivenUpInARow;
    private final Scheduler scheduler;

    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private final Sinks.Empty<Void> cancelled = Sinks.empty();
    private final AtomicInteger replayRequests = new AtomicInteger();
    private final AtomicBoolean inOrder = new AtomicBoolean();
    private volatile DeliveryState state;
    private volatile Mono<Void> delivering = Mono.empty();
    private volatile Mono<Void> replaying = Mono.empty();

    Lane(
            Courier courier,
            DeliveryState state,
            WebhookDocuments documents,
            WebhookOptions options,
            Scheduler scheduler) {
        this.courier = courier;
        this.state = state;
        this.documents = documents;
        this.backoff = Backoff.of(options);
        this.mostGivenUpInARow = options.givenUpInARow();
        this.scheduler = scheduler;
    }

    Webhook webhook() {
        return courier.webhook();
    }

    WebhookStatus status() {
        return new WebhookStatus(webhook(), state);
    }

    DeliveryState state() {
        return state;
    }

    Courier courier() {
        return courier;
    }

    Mono<DeliveryAttempt> attempt(Message message) {
        return courier.attempt(message);
    }

    /** Begins where the delivery stood. */
    void start() {
        if (state.isOn() && inOrder.compareAndSet(false, true)) {
            delivering = run(deliverInOrder());
        }
        replay();
    }

    private Mono<Void> run(Mono<Void> work) {
        Mono<Void> run = work.takeUntilOther(cancelled.asMono())
                .onErrorResume(this::tell)
                .cache();
        run.subscribe();
        return run;
    }

    /** A store that failed tells so itself. */
    private Mono<Void> tell(Throwable failure) {
        if (!(failure instanceof StoreFailedException)) {
            LOG.atError()
                    .addKeyValue("webhook", webhook().id())
                    .setCause(failure)
                    .log("the delivery to a webhook ended; it goes on when the sandbox is started again");
        }
        return Mono.empty();
    }

    private Mono<Void> deliverInOrder() {
        return Flux.defer(() -> documents.follow(webhook(), state.settled()))
                .takeUntilOther(stopping.asMono())
                .mapNotNull(stored -> Message.of(stored, webhook()).orElse(null))
                .concatMap(this::settle, 1)
                .takeWhile(DeliveryState::isOn)
                .retryWhen(documents.whileBusy())
                .then()
                .doOnTerminate(() -> inOrder.set(false));
    }

    /** Tries until the message is delivered or given up; empty if the lane is stopped before. */
    private Mono<DeliveryState> settle(Message message) {
        return pauseUntil(state.nextAttempt())
                .flatMap(over -> courier.attempt(message))
                .flatMap(attempt -> afterAttempt(message, attempt));
    }

    private Mono<DeliveryState> afterAttempt(Message message, DeliveryAttempt attempt) {
        String error = attempt.error();
        if (error == null) {
            return save(state.delivered(message.sequence()));
        }
        if (attempt.isGone()) {
            return switchOff(state, new ArrayList<>(), "the receiver answered 410: gone");
        }
        int failedAttempts = state.failedAttempts() + 1;
        if (failedAttempts >= backoff.attempts()) {
            return giveUp(message, error);
        }
        Duration delay = backoff.delay(webhook().id(), message.id(), failedAttempts, attempt.retryAfter());
        return save(state.failed(error, now().plus(delay))).then(Mono.defer(() -> settle(message)));
    }

    private Mono<DeliveryState> giveUp(Message message, String error) {
        DeliveryState next = state.givenUp(message.sequence(), error);
        List<Change> changes = new ArrayList<>(setAside(message, error));
        if (next.givenUpInARow() >= mostGivenUpInARow) {
            return switchOff(next, changes, next.givenUpInARow() + " messages in a row could not be delivered");
        }
        return save(next, changes);
    }

    private List<Change> setAside(Message message, String error) {
        courier.countGivenUp();
        return List.of(
                WebhookDocuments.put(webhook().id(), UndeliveredMessage.givenUp(message, now(), error)),
                WebhookDocuments.append(
                        webhook(),
                        EventType.WEBHOOK_GAVE_UP,
                        webhook().id() + " " + message.id(),
                        now(),
                        Map.of("webhookId", webhook().id(), "messageId", message.id(), "error", error)));
    }

    private Mono<DeliveryState> switchOff(DeliveryState last, List<Change> changes, String reason) {
        changes.add(WebhookDocuments.append(
                webhook(),
                EventType.WEBHOOK_SWITCHED_OFF,
                webhook().id() + " " + now().toEpochMilli(),
                now(),
                Map.of("webhookId", webhook().id(), "reason", reason)));
        return save(last.off(reason), changes);
    }

    private Mono<DeliveryState> save(DeliveryState next) {
        return save(next, List.of());
    }

    private Mono<DeliveryState> save(DeliveryState next, List<Change> others) {
        List<Change> changes = new ArrayList<>(others);
        changes.add(WebhookDocuments.put(webhook().id(), next));
        return documents.commit(changes).then(Mono.fromSupplier(() -> {
            state = next;
            return next;
        }));
    }

    /** Delivers in order again if that was switched off. */
    Mono<Void> switchOn() {
        return Mono.defer(() -> delivering)
                .then(Mono.defer(
                        () -> state.isOn() ? Mono.empty() : save(state.on()).doOnNext(on -> start())))
                .takeUntilOther(cancelled.asMono())
                .then();
    }

    /** Delivers what is marked for it, until nothing is; what is marked meanwhile too. */
    void replay() {
        if (replayRequests.getAndIncrement() == 0) {
            replaying = run(Mono.defer(this::redeliverMarked)
                    .repeat(() -> !replayRequests.compareAndSet(1, 0))
                    .then());
        }
    }

    private Mono<Void> redeliverMarked() {
        replayRequests.set(1);
        return documents
                .undelivered(webhook().id())
                .takeUntilOther(stopping.asMono())
                .filter(UndeliveredMessage::replaying)
                .concatMap(marked -> documents.message(webhook(), marked.sequence()), 1)
                .concatMap(message -> redeliver(message, 1), 1)
                .retryWhen(documents.whileBusy())
                .then();
    }

    private Mono<Void> redeliver(Message message, int attempts) {
        return courier.attempt(message).flatMap(attempt -> {
            String error = attempt.error();
            if (error == null) {
                return documents.commit(
                        List.of(WebhookDocuments.remove(webhook().id(), message.sequence())));
            }
            if (attempt.isGone() || attempts >= backoff.attempts()) {
                return documents.commit(setAside(message, error));
            }
            Duration delay = backoff.delay(webhook().id(), message.id(), attempts, attempt.retryAfter());
            return pauseUntil(now().plus(delay)).flatMap(over -> redeliver(message, attempts + 1));
        });
    }

    private Mono<Long> pauseUntil(@Nullable Instant instant) {
        Duration pause = instant == null ? Duration.ZERO : Duration.between(now(), instant);
        return Mono.delay(pause.isNegative() ? Duration.ZERO : pause, scheduler).takeUntilOther(stopping.asMono());
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }

    /** Makes no further attempt. Completes when those that are under way are over and what came of them is stored. */
    Mono<Void> stop() {
        return Mono.defer(() -> {
            stopping.tryEmitEmpty();
            return Mono.when(delivering, replaying);
        });
    }

    /** Ends attempts that are under way. */
    void cancel() {
        stopping.tryEmitEmpty();
        cancelled.tryEmitEmpty();
    }
}
