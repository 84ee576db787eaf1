package io.agentflux.sandbox.webhook;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.Lanes.Place;
import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import io.agentflux.sandbox.webhook.WebhookDocuments.Retiring;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;
import reactor.netty.transport.NameResolverProvider;

/**
 * Keeps webhooks and tells them what happens, at least once and each in the order of the log. Everything that is needed to go on
 * after a crash is in the store: a message that was not stored as delivered is sent again.
 */
public final class WebhookDispatcher {

    /** How many messages can be delivered again by one request. */
    public static final int MOST_REPLAYED = Replays.MOST;

    /** How long messages are signed by a secret that was replaced, unless somebody says otherwise. */
    public static final Duration USUAL_GRACE = Duration.ofDays(1);

    /** The longest time for which messages can be signed by a secret that was replaced. */
    public static final Duration LONGEST_GRACE = Duration.ofDays(30);

    private static final int ID_BYTES = 8;

    private final WebhookDocuments documents;
    private final WebhookOptions options;
    private final Scheduler scheduler;
    private final Targets targets;
    private final Sender sender;
    private final DeliverySlots slots;
    private final Courier.Counters counters = new Courier.Counters();
    private final SecureRandom random = new SecureRandom();
    private final Lanes lanes;
    private final Replays replays;

    private WebhookDispatcher(
            ExperimentStore store,
            WebhookOptions options,
            AddressResolverGroup<InetSocketAddress> names,
            Scheduler scheduler) {
        this.documents = new WebhookDocuments(store, scheduler);
        this.options = options;
        this.scheduler = scheduler;
        this.targets = Targets.publicAnd(options.allowedNetworks());
        this.sender = new Sender(new CheckedResolverGroup(names, targets), options.attemptTimeout(), scheduler);
        this.slots = new DeliverySlots(options.concurrentAttempts());
        this.lanes = new Lanes(options.webhooksPerVariant());
        this.replays = new Replays(documents, scheduler);
    }

    /**
     * Goes on with the delivery to the webhooks that the store knows.
     *
     * @param scheduler tells the time and waits between attempts; must not be blocked
     * @return a cold publisher: a subscription reads the webhooks, begins to deliver, and emits the dispatcher. Cancelling, like
     *     an error, leaves nothing behind. Errors are those of the store
     */
    public static Mono<WebhookDispatcher> start(ExperimentStore store, WebhookOptions options, Scheduler scheduler) {
        return start(store, options, WebhookDispatcher::names, scheduler);
    }

    private static AddressResolverGroup<InetSocketAddress> names() {
        return NameResolverProvider.builder().build().newNameResolverGroup(HttpResources.get(), true);
    }

    /** With another way to find the addresses of names, which is closed when the dispatcher is stopped. */
    static Mono<WebhookDispatcher> start(
            ExperimentStore store,
            WebhookOptions options,
            Supplier<AddressResolverGroup<InetSocketAddress>> names,
            Scheduler scheduler) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new WebhookDispatcher(store, options, names.get(), scheduler)),
                WebhookDispatcher::load,
                started -> Mono.empty(),
                (unstarted, failure) -> unstarted.stop(Duration.ZERO),
                unstarted -> unstarted.stop(Duration.ZERO));
    }

    private Mono<WebhookDispatcher> load() {
        return Mono.zip(documents.states(), documents.webhooks().collectList()).flatMap(kept -> {
            Map<String, DeliveryState> states = kept.getT1();
            for (Registered registered : kept.getT2()) {
                DeliveryState state = states.remove(registered.webhook().id());
                open(registered, state == null ? DeliveryState.after(0) : state);
            }
            return finishDeletions(states.keySet()).thenReturn(this);
        });
    }

    /** Those that a kill cut short. What the store cannot do now is left to the next start. */
    private Mono<Void> finishDeletions(Set<String> webhookIds) {
        return Flux.fromIterable(webhookIds)
                .concatMap(webhookId -> documents.removeRest(webhookId, documents::commitOnce), 1)
                .onErrorComplete(ArenaTransientException.class)
                .then();
    }

    private void open(Registered registered, DeliveryState state) {
        Lane lane = lane(registered, state);
        lanes.add(lane);
        lane.start();
    }

    private Lane lane(Registered registered, DeliveryState state) {
        return new Lane(new Courier(registered, sender, slots, counters), state, documents, options, scheduler);
    }

    /**
     * Registers a webhook, which is told what happens from now on.
     *
     * @return a cold publisher: each subscription registers one, also if it is cancelled, and emits it with its secret, which
     *     is never told again. Errors: {@link WebhookRefusedException}, and those of the store
     */
    public Mono<WebhookInfo> register(String experimentId, String variantId, WebhookRegistration registration) {
        return Mono.defer(() -> {
            targets.require(registration.url());
            return sender.requireAllowed(registration.url())
                    .onErrorMap(RefusedTargetException.class, WebhookDispatcher::refusedTarget)
                    .then(registerAllowed(new Place(experimentId, variantId), registration))
                    .cache();
        });
    }

    private static WebhookRefusedException refusedTarget(RefusedTargetException refused) {
        return new WebhookRefusedException(
                Reason.TARGET,
                "the webhook's " + refused.getMessage() + "; give another one, or let the operator allow its network");
    }

    private Mono<WebhookInfo> registerAllowed(Place place, WebhookRegistration registration) {
        return Mono.defer(() -> {
            lanes.reserve(place);
            return Mono.zip(newSecret(), documents.endOfLog())
                    .flatMap(made -> register(
                            new Registered(
                                    new Webhook(
                                            made.getT1().id(),
                                            place.experimentId(),
                                            place.variantId(),
                                            registration.url(),
                                            registration.events(),
                                            now()),
                                    made.getT1().secret(),
                                    null),
                            DeliveryState.after(made.getT2())))
                    .doOnError(failure -> lanes.giveUp(place));
        });
    }

    private record Secret(String id, WebhookSecret secret) {}

    /** Reading the machine's randomness may block. */
    private Mono<Secret> newSecret() {
        return Mono.fromCallable(() -> new Secret("wh_" + randomHex(), WebhookSecret.create(random)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private String randomHex() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Mono<WebhookInfo> register(Registered registered, DeliveryState state) {
        Webhook webhook = registered.webhook();
        Change event = WebhookDocuments.append(
                webhook,
                EventType.WEBHOOK_REGISTERED,
                webhook.id(),
                now(),
                Map.of("webhookId", webhook.id(), "host", webhook.url().getHost(), "events", webhook.eventNames()));
        return documents
                .commitOnce(List.of(WebhookDocuments.put(registered), WebhookDocuments.put(webhook.id(), state), event))
                .then(Mono.fromSupplier(() -> {
                    Lane lane = lane(registered, state);
                    lanes.fill(lane);
                    lane.start();
                    return registered.info();
                }));
    }

    /** All webhooks, oldest first. */
    public List<WebhookStatus> webhooks() {
        return lanes.all().stream()
                .map(Lane::status)
                .sorted(Comparator.comparing(
                        WebhookStatus::webhook,
                        Comparator.comparing(Webhook::registered).thenComparing(Webhook::id)))
                .toList();
    }

    /**
     * One webhook.
     *
     * @throws WebhookRefusedException if there is none of that id
     */
    public WebhookStatus webhook(String webhookId) {
        return lanes.require(webhookId).status();
    }

    /** The messages that were given up or are on their way again, oldest first. Cold; errors are those of the store. */
    public Flux<UndeliveredMessage> undelivered(String webhookId) {
        return Flux.defer(
                () -> documents.undelivered(lanes.require(webhookId).webhook().id()));
    }

    /**
     * Gives a webhook another secret. For a while its messages are signed by both, so that a receiver may change over when it
     * likes.
     *
     * @param grace how long messages are signed by the old secret too
     * @return a cold publisher: each subscription makes a new secret, also if it is cancelled, and emits the webhook with it,
     *     which is never told again. Errors: {@link WebhookRefusedException}, and those of the store
     */
    public Mono<WebhookInfo> rotateSecret(String webhookId, Duration grace) {
        return lanes.changing(webhookId, lane -> newSecret().flatMap(made -> {
            Registered old = lane.courier().registered();
            Instant now = now();
            Retiring retiring = grace.isZero() ? null : new Retiring(old.secret(), now.plus(grace));
            Registered changed = new Registered(old.webhook(), made.secret(), retiring);
            Change event = WebhookDocuments.append(
                    old.webhook(),
                    EventType.WEBHOOK_SECRET_ROTATED,
                    webhookId + " " + made.id(),
                    now,
                    Map.of(
                            "webhookId",
                            webhookId,
                            "oldSecretUntil",
                            now.plus(grace).toString()));
            return documents
                    .commitOnce(List.of(WebhookDocuments.put(changed), event))
                    .then(Mono.fromSupplier(() -> {
                        lane.courier().signBy(changed);
                        return changed.info();
                    }));
        }));
    }

    /**
     * Removes a webhook and what is kept for it; an attempt that is under way is cut off.
     *
     * @return a cold publisher that completes when nothing will be delivered any more. Errors: {@link WebhookRefusedException}
     *     if there is no such webhook, and those of the store
     */
    public Mono<Void> delete(String webhookId) {
        return lanes.changing(webhookId, lane -> {
            Webhook webhook = lane.webhook();
            Change event = WebhookDocuments.append(
                    webhook, EventType.WEBHOOK_DELETED, webhookId, now(), Map.of("webhookId", webhookId));
            return documents
                    .commitOnce(List.of(WebhookDocuments.remove(webhookId), event))
                    .then(Mono.defer(() -> {
                        lanes.remove(webhookId);
                        lane.cancel();
                        // only now is there nothing that it may still keep
                        return lane.stop().then(documents.removeRest(webhookId, documents::commit));
                    }));
        });
    }

    /**
     * Posts a message of the type {@code webhook_test} once, beside the order. A webhook that was switched off is switched on
     * again if the message is taken.
     *
     * @return a cold publisher of what came of it. Errors: {@link WebhookRefusedException} if there is no such webhook, and those
     *     of the store
     */
    public Mono<DeliveryAttempt> test(String webhookId) {
        return Mono.defer(() -> {
            Lane lane = lanes.require(webhookId);
            return Mono.fromCallable(() -> Message.test(lane.webhook(), "msg_test_" + randomHex(), now()))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(lane::attempt)
                    .flatMap(attempt -> attempt.isDelivered() && !lane.state().isOn()
                            ? lane.switchOn().thenReturn(attempt)
                            : Mono.just(attempt));
        });
    }

    /**
     * Delivers the messages that were given up once more, oldest first, beside what happens now. They stay among the undelivered
     * ones until they are taken; one that is on its way again already does not leave twice.
     *
     * @return a cold publisher of how many there are. Errors: {@link WebhookRefusedException} if there is no such webhook, it is
     *     switched off, or it is being changed, and those of the store
     */
    public Mono<Integer> replayGivenUp(String webhookId) {
        return lanes.changing(webhookId, replays::givenUp);
    }

    /**
     * Delivers what happened since then once more, as far as it was delivered or given up before; as {@link #replayGivenUp}
     * otherwise.
     *
     * @return how many messages there are; an error if they are more than {@link #MOST_REPLAYED}
     */
    public Mono<Integer> replaySince(String webhookId, Instant since) {
        return lanes.changing(webhookId, lane -> replays.since(lane, since));
    }

    /**
     * Delivers one message once more; as {@link #replayGivenUp} otherwise.
     *
     * @param messageId the id under which it was, or would have been, delivered
     * @return 1; an error if the webhook has no such message
     */
    public Mono<Integer> replayMessage(String webhookId, String messageId) {
        return lanes.changing(webhookId, lane -> replays.message(lane, messageId));
    }

    /** What was done so far. */
    public WebhookStatistics statistics() {
        return new WebhookStatistics(
                lanes.all().size(),
                (int) lanes.all().stream().filter(lane -> !lane.state().isOn()).count(),
                slots.inUse(),
                counters.delivered.sum(),
                counters.failedAttempts.sum(),
                counters.givenUp.sum());
    }

    /**
     * Makes no further attempts. What is under way may end within the grace; what was not delivered is, after the next start.
     *
     * @return a cold publisher that completes when nothing is under way any more
     */
    public Mono<Void> stop(Duration grace) {
        return Flux.defer(() -> Flux.fromIterable(lanes.all()))
                .flatMap(Lane::stop, Integer.MAX_VALUE)
                .then()
                .timeout(grace, Mono.fromRunnable(() -> lanes.all().forEach(Lane::cancel)), scheduler)
                .then(Mono.fromRunnable(sender::close));
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
