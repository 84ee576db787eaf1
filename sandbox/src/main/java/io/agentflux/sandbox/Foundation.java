package io.agentflux.sandbox;

import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What a sandbox stands on: its store, and the experiments, the webhooks and the administrator that the store knows. */
final class Foundation {

    /** Messages that are cut off come again, so there is no need to wait for receivers that are slow. */
    private static final Duration DELIVERY_GRACE = Duration.ofSeconds(1);

    private final ExperimentStore store;
    private final Experiments experiments;
    private final WebhookDispatcher webhooks;
    private final AdministratorToken administrator;

    private Foundation(
            ExperimentStore store,
            Experiments experiments,
            WebhookDispatcher webhooks,
            AdministratorToken administrator) {
        this.store = store;
        this.experiments = experiments;
        this.webhooks = webhooks;
        this.administrator = administrator;
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
        return ExperimentStore.open(location, Schedulers.parallel()).flatMap(store -> Mono.zip(
                        Experiments.open(store, clock, settings),
                        WebhookDispatcher.start(store, webhooks, clock),
                        Mono.justOrEmpty(given).switchIfEmpty(AdministratorToken.load(store)))
                .map(found -> new Foundation(store, found.getT1(), found.getT2(), found.getT3()))
                .onErrorResume(failure -> store.close().then(Mono.error(failure))));
    }

    Experiments experiments() {
        return experiments;
    }

    WebhookDispatcher webhooks() {
        return webhooks;
    }

    AdministratorToken administrator() {
        return administrator;
    }

    Mono<Throwable> onFailure() {
        return store.onFailure();
    }

    /** Completes when everything that was acknowledged, the last heartbeats, and what was delivered are kept. */
    Mono<Void> close() {
        return Mono.when(experiments.close().onErrorComplete(), webhooks.stop(DELIVERY_GRACE))
                .then(store.close());
    }
}
