package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/** Makes the attempts for one webhook. */
final class Courier {

    private volatile Registered registered;
    private final Sender sender;
    private final DeliverySlots slots;
    private final Counters counters;
    private volatile boolean isPrompt;

    /** Counts the attempts of all couriers. */
    static final class Counters {
        final LongAdder delivered = new LongAdder();
        final LongAdder failedAttempts = new LongAdder();
        final LongAdder givenUp = new LongAdder();
    }

    Courier(Registered registered, Sender sender, DeliverySlots slots, Counters counters) {
        this.registered = registered;
        this.sender = sender;
        this.slots = slots;
        this.counters = counters;
    }

    Webhook webhook() {
        return registered.webhook();
    }

    Registered registered() {
        return registered;
    }

    /** Signs by other secrets from now on. */
    void signBy(Registered changed) {
        registered = changed;
    }

    /** Makes one attempt when there is a slot for it. Cold, and never fails: a failure is a result too. */
    Mono<DeliveryAttempt> attempt(Message message) {
        return Mono.defer(() -> slots.use(isPrompt, sender.send(registered, message)))
                .doOnNext(this::count);
    }

    private void count(DeliveryAttempt attempt) {
        isPrompt = DeliverySlots.wasPrompt(attempt);
        (attempt.isDelivered() ? counters.delivered : counters.failedAttempts).increment();
    }

    void countGivenUp() {
        counters.givenUp.increment();
    }
}
