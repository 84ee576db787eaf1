package io.agentflux.sandbox;

import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.store.ExperimentStore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What a sandbox stands on: its store, and the experiments and the administrator that the store knows. */
final class Foundation {

    private final ExperimentStore store;
    private final Experiments experiments;
    private final AdministratorToken administrator;

    private Foundation(ExperimentStore store, Experiments experiments, AdministratorToken administrator) {
        this.store = store;
        this.experiments = experiments;
        this.administrator = administrator;
    }

    /**
     * Opens a store and recovers what it holds.
     *
     * @param given the administrator's token if it is not the one that the store knows
     */
    static Mono<Foundation> open(
            String location, Experiments.Settings settings, @Nullable AdministratorToken given, Scheduler clock) {
        return ExperimentStore.open(location, Schedulers.parallel()).flatMap(store -> Mono.zip(
                        Experiments.open(store, clock, settings),
                        Mono.justOrEmpty(given).switchIfEmpty(AdministratorToken.load(store)))
                .map(found -> new Foundation(store, found.getT1(), found.getT2()))
                .onErrorResume(failure -> store.close().then(Mono.error(failure))));
    }

    Experiments experiments() {
        return experiments;
    }

    AdministratorToken administrator() {
        return administrator;
    }

    Mono<Throwable> onFailure() {
        return store.onFailure();
    }

    /** Completes when everything that was acknowledged, and the last heartbeats, are kept. */
    Mono<Void> close() {
        return experiments.close().onErrorComplete().then(store.close());
    }
}
