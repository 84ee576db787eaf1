package io.agentflux.sandbox.store;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class InMemoryExperimentStoreTest extends ExperimentStoreContract {

    @Override
    Mono<ExperimentStore> open() {
        return ExperimentStore.open("memory", Schedulers.parallel());
    }
}
