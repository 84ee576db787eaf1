package io.agentflux.sandbox.webhook;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import io.agentflux.sandbox.store.ChainHead;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of webhooks: one document each for its registration and for the state of its delivery, and one for each message
 * that is not delivered in order. Secrets are kept as they are, for signing needs them.
 */
final class WebhookDocuments {

    private static final String WEBHOOK = "webhook";
    private static final String STATE = "webhook-delivery";
    private static final String UNDELIVERED = "webhook-undelivered-";

    /** How many messages are marked or removed at once. */
    static final int CHANGES_PER_COMMIT = 500;

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private static final JsonMapper JSON = new JsonMapper();

    private final ExperimentStore store;
    private final Scheduler scheduler;

    /**
     * A webhook with what its messages are signed by.
     *
     * @param secret the secret
     * @param retiring the secret before that one, null if there is none that receivers may still go by
     */
    record Registered(
            Webhook webhook, WebhookSecret secret, @Nullable Retiring retiring) {

        /** What its owner is told once. */
        WebhookInfo info() {
            return new WebhookInfo(webhook.id(), webhook.url().toString(), webhook.eventNames(), secret);
        }

        /** The secrets that messages are signed by at some moment, the newest first. */
        List<WebhookSecret> secretsAt(Instant now) {
            return retiring != null && now.isBefore(retiring.until())
                    ? List.of(secret, retiring.secret())
                    : List.of(secret);
        }
    }

    /** A secret that was replaced, and until when messages are signed by it too. */
    record Retiring(WebhookSecret secret, Instant until) {}

    private record Registration(
            String experimentId,
            String variantId,
            String url,
            Set<WebhookEvent> events,
            Instant registered,
            String secret,
            @Nullable String retiringSecret,
            @Nullable Instant retiringUntil) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Registration[" + experimentId + ", " + variantId + "]";
        }
    }

    WebhookDocuments(ExperimentStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    Flux<Registered> webhooks() {
        return store.documents(WEBHOOK).map(WebhookDocuments::read);
    }

    private static Registered read(Document document) {
        Registration kept = JSON.readValue(document.body(), Registration.class);
        Retiring retiring = kept.retiringSecret() == null || kept.retiringUntil() == null
                ? null
                : new Retiring(WebhookSecret.of(kept.retiringSecret()), kept.retiringUntil());
        return new Registered(
                new Webhook(
                        document.id(),
                        kept.experimentId(),
                        kept.variantId(),
                        URI.create(kept.url()),
                        kept.events(),
                        kept.registered()),
                WebhookSecret.of(kept.secret()),
                retiring);
    }

    static Change put(Registered registered) {
        Webhook webhook = registered.webhook();
        Retiring retiring = registered.retiring();
        return new Change.Overwrite(
                WEBHOOK,
                webhook.id(),
                JSON.writeValueAsString(new Registration(
                        webhook.experimentId(),
                        webhook.variantId(),
                        webhook.url().toString(),
                        webhook.events(),
                        webhook.registered(),
                        registered.secret().reveal(),
                        retiring == null ? null : retiring.secret().reveal(),
                        retiring == null ? null : retiring.until())));
    }

    Mono<Map<String, DeliveryState>> states() {
        return store.documents(STATE)
                .collectMap(Document::id, document -> JSON.readValue(document.body(), DeliveryState.class));
    }

    static Change put(String webhookId, DeliveryState state) {
        return new Change.Overwrite(STATE, webhookId, JSON.writeValueAsString(state));
    }

    /** The messages that are not delivered in order, oldest first. */
    Flux<UndeliveredMessage> undelivered(String webhookId) {
        return store.documents(UNDELIVERED + webhookId)
                .map(document -> JSON.readValue(document.body(), UndeliveredMessage.class));
    }

    static Change put(String webhookId, UndeliveredMessage message) {
        return new Change.Overwrite(
                UNDELIVERED + webhookId, documentId(message.sequence()), JSON.writeValueAsString(message));
    }

    static Change remove(String webhookId, long sequence) {
        return new Change.Remove(UNDELIVERED + webhookId, documentId(sequence));
    }

    /** Sorts as text the way it sorts as a number. */
    private static String documentId(long sequence) {
        return String.format(Locale.ROOT, "%019d", sequence);
    }

    /** To be followed by {@link #removeRest}. */
    static Change remove(String webhookId) {
        return new Change.Remove(WEBHOOK, webhookId);
    }

    /**
     * Removes what is left of a webhook that is removed; the state last, by which the next start finds what a kill cut short.
     *
     * @param commit how to make some of the changes
     */
    Mono<Void> removeRest(String webhookId, Function<List<Change>, Mono<Void>> commit) {
        return undelivered(webhookId)
                .map(message -> remove(webhookId, message.sequence()))
                .concatWithValues(new Change.Remove(STATE, webhookId))
                .buffer(CHANGES_PER_COMMIT)
                .concatMap(commit, 1)
                .then();
    }

    static Change append(Webhook webhook, String type, String id, Instant now, Map<String, ?> body) {
        return new Change.Append(new ExperimentEvent(
                webhook.experimentId(), webhook.variantId(), type, id, now, null, JSON.writeValueAsString(body)));
    }

    /** The events a webhook may be told of, from the log and then as they happen. */
    Flux<StoredEvent> follow(Webhook webhook, long after) {
        return store.follow(EventQuery.ofExperiment(webhook.experimentId())
                .ofTypes(Message.typesFor(webhook))
                .after(after));
    }

    /** The message about the event at that place of the log, unless it is not for this webhook. */
    Mono<Message> message(Webhook webhook, long sequence) {
        return store.events(EventQuery.ofExperiment(webhook.experimentId()).after(sequence - 1))
                .next()
                .filter(stored -> stored.sequence() == sequence)
                .mapNotNull(stored -> Message.of(stored, webhook).orElse(null));
    }

    /** The messages about what happened since then, oldest first. */
    Flux<Message> messagesSince(Webhook webhook, Instant since) {
        return store.events(EventQuery.ofExperiment(webhook.experimentId())
                        .ofTypes(Message.typesFor(webhook))
                        .between(since, null))
                .mapNotNull(stored -> Message.of(stored, webhook).orElse(null));
    }

    /** Makes changes, unless the store has no room for them. */
    Mono<Void> commitOnce(List<Change> changes) {
        return store.commit(changes).then();
    }

    /** Makes changes, as often as it takes until the store has room for them. */
    Mono<Void> commit(List<Change> changes) {
        return commitOnce(changes).retryWhen(whileBusy());
    }

    /** Tries again for ever what the store could not do for the moment. */
    Retry whileBusy() {
        return Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LONGEST_RETRY)
                .transientErrors(true)
                .scheduler(scheduler)
                .filter(ArenaTransientException.class::isInstance);
    }

    Mono<Long> endOfLog() {
        return store.head().map(ChainHead::sequence);
    }
}
