package io.agentflux.sandbox.webhook;

import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A dispatcher over a store in memory, what happens in variant {@code var_a}, and the receivers that are told of it. */
final class TestWebhooks implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final WebhookOptions HASTY = WebhookOptions.ofDefaults()
            .allowing(List.of("127.0.0.0/8"))
            .trying(3, Duration.ofMillis(20), Duration.ofMillis(40))
            .attemptTimeout(SOON);

    final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final List<Receiver> receivers = new ArrayList<>();
    private WebhookDispatcher dispatcher;

    WebhookDispatcher start(WebhookOptions options) {
        return start(WebhookDispatcher.start(store, options, Schedulers.parallel()));
    }

    /** Starts the dispatcher that everything here is about from now on. */
    WebhookDispatcher start(Mono<WebhookDispatcher> starting) {
        dispatcher = starting.block(SOON);
        return dispatcher;
    }

    /** A receiver that gives one answer after the other, and the last one for ever. */
    Receiver receiver(Answer... answers) {
        return receiver(post -> answers[Math.min(post, answers.length - 1)]);
    }

    /** A receiver that answers the n-th post, from 0, as the function says. */
    Receiver receiver(IntFunction<Answer> answers) {
        Receiver receiver = Receiver.answering(answers);
        receivers.add(receiver);
        return receiver;
    }

    WebhookInfo register(String url, WebhookEvent... events) {
        return dispatcher
                .register("exp_1", "var_a", new WebhookRegistration(URI.create(url), Set.of(events)))
                .block(SOON);
    }

    DeliveryState state(String webhookId) {
        return dispatcher.webhook(webhookId).delivery();
    }

    void happen(@Nullable String variantId, String type, String id, @Nullable String outcome, String body) {
        store.append(new ExperimentEvent("exp_1", variantId, type, id, NOON, outcome, body))
                .block(SOON);
    }

    void decide(String id) {
        happen("var_a", "decision", id, "accepted", "{\"appliedConfig\":{\"scanXp\":12.0}}");
    }

    static void await(BooleanSupplier condition) {
        await("the expected did not happen", condition);
    }

    static void await(String what, BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .subscribeOn(Schedulers.boundedElastic())
                .filter(met -> met)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(5), Schedulers.parallel()))
                .timeout(SOON, Mono.error(() -> new AssertionError(what)), Schedulers.parallel())
                .block();
    }

    static List<String> eventIds(List<Posted> posted) {
        return posted.stream().map(Posted::eventId).toList();
    }

    @Override
    public void close() {
        if (dispatcher != null) {
            dispatcher.stop(Duration.ZERO).block(SOON);
        }
        receivers.forEach(Receiver::close);
        store.close().block(SOON);
    }
}
