package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.experiment.Claims;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The lanes of all webhooks. A variant has no more than it may, however many are opened at the same time, and each is changed by
 * one at a time.
 */
final class Lanes {

    private final int mostPerVariant;
    private final Map<String, Lane> byId = new ConcurrentHashMap<>();

    /** How many lanes of each variant are about to be opened. */
    private final Map<Place, Integer> reserved = new ConcurrentHashMap<>();

    private final Claims beingChanged = new Claims();

    /** Whom a webhook tells of. */
    record Place(String experimentId, String variantId) {

        static Place of(Webhook webhook) {
            return new Place(webhook.experimentId(), webhook.variantId());
        }
    }

    Lanes(int mostPerVariant) {
        this.mostPerVariant = mostPerVariant;
    }

    Collection<Lane> all() {
        return byId.values();
    }

    /**
     * The lane of a webhook.
     *
     * @throws WebhookRefusedException if there is none
     */
    Lane require(String webhookId) {
        Lane lane = byId.get(webhookId);
        if (lane == null) {
            throw WebhookRefusedException.unknown(webhookId);
        }
        return lane;
    }

    /** Takes in a lane that was there before, whether or not there is room for it. */
    void add(Lane lane) {
        byId.put(lane.webhook().id(), lane);
    }

    /**
     * Keeps a place free for a lane until it is {@linkplain #fill filled} or {@linkplain #giveUp given up}.
     *
     * @throws WebhookRefusedException if there is none left
     */
    void reserve(Place place) {
        reserved.compute(place, (key, pending) -> {
            int others = pending == null ? 0 : pending;
            long count = others
                    + byId.values().stream()
                            .filter(lane -> Place.of(lane.webhook()).equals(place))
                            .count();
            if (count >= mostPerVariant) {
                throw new WebhookRefusedException(
                        Reason.LIMIT, "The variant has " + count + " webhooks, which is the limit; delete one first.");
            }
            return others + 1;
        });
    }

    /** Takes in a lane for which a place was reserved. */
    void fill(Lane lane) {
        free(Place.of(lane.webhook()), () -> add(lane));
    }

    /** Takes back a reservation of which nothing came. */
    void giveUp(Place place) {
        free(place, () -> {});
    }

    /** Together with what comes of the reservation, so that at no moment both count, or neither. */
    private void free(Place place, Runnable outcome) {
        reserved.computeIfPresent(place, (key, pending) -> {
            outcome.run();
            return pending == 1 ? null : pending - 1;
        });
    }

    void remove(String webhookId) {
        byId.remove(webhookId);
    }

    /**
     * One change of a webhook at a time, and to its end even if it is cancelled. The next may begin as soon as the answer is seen,
     * not a moment later.
     *
     * @return a cold publisher. Errors: {@link WebhookRefusedException} if there is no such webhook or it is being changed, and
     *     those of the change
     */
    <T> Mono<T> changing(String webhookId, Function<Lane, Mono<T>> change) {
        return Mono.defer(() -> {
            Lane lane = require(webhookId);
            return beingChanged.work(
                    webhookId,
                    () -> change.apply(lane),
                    () -> new WebhookRefusedException(
                            Reason.BUSY, "Webhook " + webhookId + " is being changed at the moment; try again."));
        });
    }
}
