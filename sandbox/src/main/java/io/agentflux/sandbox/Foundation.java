package io.agentflux.sandbox;

import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.health.HealthMonitor;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What a sandbox stands on: its store, the experiments, the webhooks and the administrator that the store knows, who takes in
 * what real people do, and who looks after the experiments.
 */
record Foundation(
        ExperimentStore store,
        Experiments experiments,
        WebhookDispatcher webhooks,
        AdministratorToken administrator,
        IngestTokens ingestTokens,
        ActivityIntake intake,
        HealthMonitor monitor) {

    /** Messages that are cut off come again, so there is no need to wait for receivers that are slow. */
    private static final Duration DELIVERY_GRACE = Duration.ofSeconds(1);

    /**
     * Opens the store and goes on with what it holds.
     *
     * @return a cold publisher; cancelling, like an error, closes what was opened until then
     */
    static Mono<Foundation> open(SandboxOptions options) {
        return opening(
                ExperimentStore.open(options.location, Schedulers.parallel()),
                store -> recover(store, options),
                ExperimentStore::close);
    }

    private static Mono<Foundation> recover(ExperimentStore store, SandboxOptions options) {
        return opening(
                Experiments.open(store, options.clock, options.settings.livePeople(ActivityIntake.people())),
                experiments -> begin(store, experiments, options),
                experiments -> experiments.close().onErrorComplete());
    }

    private static Mono<Foundation> begin(ExperimentStore store, Experiments experiments, SandboxOptions options) {
        Mono<AdministratorToken> administrator =
                Mono.justOrEmpty(options.administrator).switchIfEmpty(AdministratorToken.load(store));
        return Mono.zip(administrator, IngestTokens.load(store, options.clock))
                .flatMap(known -> opening(
                        HealthMonitor.start(experiments, options.clock),
                        monitor -> WebhookDispatcher.start(store, options.webhooks, options.clock)
                                .map(webhooks -> new Foundation(
                                        store,
                                        experiments,
                                        webhooks,
                                        known.getT1(),
                                        known.getT2(),
                                        new ActivityIntake(experiments, options.clock),
                                        monitor)),
                        monitor -> Mono.fromRunnable(monitor::dispose)));
    }

    /** Opens something and goes on with it; it is closed if that fails or is cancelled, and stays open if it does not. */
    static <T, R> Mono<R> opening(Mono<T> open, Function<T, Mono<R>> goOn, Function<T, Mono<Void>> close) {
        return Mono.usingWhen(open, goOn, used -> Mono.empty(), (unused, failure) -> close.apply(unused), close);
    }

    /** Completes when everything that was acknowledged, the last heartbeats, and what was delivered are kept. */
    Mono<Void> close() {
        return Mono.when(
                        Mono.fromRunnable(monitor::dispose),
                        experiments.close().onErrorComplete(),
                        webhooks.stop(DELIVERY_GRACE))
                .then(store.close());
    }
}
