package io.agentflux.sandbox;

import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.health.HealthMonitor;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.Obstacle;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What a sandbox stands on: its store, the experiments, the webhooks and the administrator that the store knows, who takes in
 * what real people do, and who looks after the experiments.
 */
final class Foundation {

    /** Messages that are cut off come again, so there is no need to wait for receivers that are slow. */
    private static final Duration DELIVERY_GRACE = Duration.ofSeconds(1);

    private final ExperimentStore store;
    private final Experiments experiments;
    private final WebhookDispatcher webhooks;
    private final AdministratorToken administrator;
    private final IngestTokens ingestTokens;
    private final ActivityIntake intake;
    private final HealthMonitor monitor;

    private Foundation(
            ExperimentStore store,
            Experiments experiments,
            WebhookDispatcher webhooks,
            AdministratorToken administrator,
            IngestTokens ingestTokens,
            ActivityIntake intake,
            HealthMonitor monitor) {
        this.store = store;
        this.experiments = experiments;
        this.webhooks = webhooks;
        this.administrator = administrator;
        this.ingestTokens = ingestTokens;
        this.intake = intake;
        this.monitor = monitor;
    }

    /**
     * Opens a store and recovers what it holds.
     *
     * @param given the administrator's token if it is not the one that the store knows
     */
    static Mono<Foundation> open(
            String location,
            Experiments.Settings settings,
            WebhookOptions webhooks,
            @Nullable AdministratorToken given,
            Scheduler clock) {
        return ExperimentStore.open(location, Schedulers.parallel())
                .flatMap(store -> recover(store, settings, webhooks, given, clock)
                        .onErrorResume(failure -> store.close().then(Mono.error(failure))));
    }

    private static Mono<Foundation> recover(
            ExperimentStore store,
            Experiments.Settings settings,
            WebhookOptions webhooks,
            @Nullable AdministratorToken given,
            Scheduler clock) {
        return Experiments.open(store, clock, settings.livePeople(ActivityIntake.people()))
                .flatMap(experiments -> Mono.zip(
                                WebhookDispatcher.start(store, webhooks, clock),
                                Mono.justOrEmpty(given).switchIfEmpty(AdministratorToken.load(store)),
                                IngestTokens.load(store, clock),
                                HealthMonitor.start(experiments, clock))
                        .map(started -> new Foundation(
                                store,
                                experiments,
                                started.getT1(),
                                started.getT2(),
                                started.getT3(),
                                new ActivityIntake(experiments, clock),
                                started.getT4())));
    }

    Experiments experiments() {
        return experiments;
    }

    WebhookDispatcher webhooks() {
        return webhooks;
    }

    IngestTokens ingestTokens() {
        return ingestTokens;
    }

    ActivityIntake intake() {
        return intake;
    }

    AdministratorToken administrator() {
        return administrator;
    }

    /** What keeps the sandbox from keeping anything at the moment. */
    Optional<Obstacle> obstacle() {
        return store.obstacle();
    }

    Mono<Throwable> onFailure() {
        return store.onFailure();
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
