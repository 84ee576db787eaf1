package io.agentflux.sandbox.webhook;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;

/**
 * Bounds how many messages are on their way at once. Receivers that answered promptly have slots of their own, so that any number
 * of slow and dead ones, who share the rest, cannot make them wait.
 */
final class DeliverySlots {

    private static final int PART_FOR_SLOW = 4;
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final InstrumentedPool<Object> prompt;
    private final InstrumentedPool<Object> slow;

    DeliverySlots(int slots) {
        int forSlow = Math.max(1, slots / PART_FOR_SLOW);
        this.prompt = pool(slots - forSlow);
        this.slow = pool(forSlow);
    }

    private static InstrumentedPool<Object> pool(int slots) {
        return PoolBuilder.from(Mono.fromSupplier(Object::new))
                .sizeBetween(0, slots)
                .buildPool();
    }

    /** Makes an attempt as soon as there is a slot for it. */
    Mono<DeliveryAttempt> use(boolean isPrompt, Mono<DeliveryAttempt> attempt) {
        return (isPrompt ? prompt : slow).withPoolable(slot -> attempt).next();
    }

    static boolean wasPrompt(DeliveryAttempt attempt) {
        return attempt.isDelivered() && attempt.took().compareTo(PROMPT) < 0;
    }

    int inUse() {
        return prompt.metrics().acquiredSize() + slow.metrics().acquiredSize();
    }
}
