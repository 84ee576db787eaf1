package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.ExperimentStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stores where a later recovery can begin, of each experiment the latest checkpoint only. */
final class Checkpoints {

    private final ExperimentStore store;

    /** The last event that each stored checkpoint has seen, as far as it was stored by this process. */
    private final Map<String, Long> storedUpTo = new ConcurrentHashMap<>();

    Checkpoints(ExperimentStore store) {
        this.store = store;
    }

    /** What a store holds of this version's checkpoints, by the ids of the experiments. Cold; the errors are those of the store. */
    static Mono<Map<String, Checkpoint>> load(ExperimentStore store) {
        return store.documents(Checkpoint.KIND)
                .flatMapIterable(document ->
                        Checkpoint.read(document.body())
                                .map(checkpoint -> Map.entry(document.id(), checkpoint))
                                .stream()
                                .toList())
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /**
     * Stores checkpoints of those experiments behind whose last one the log has grown enough.
     *
     * @param leastEvents by how many events, whosever they are
     * @return a cold publisher; the errors are those of the store
     */
    Mono<Void> store(List<Experiment> experiments, long leastEvents) {
        return Flux.fromIterable(experiments)
                .concatMap(experiment -> store(experiment, leastEvents), 1)
                .then();
    }

    private Mono<Void> store(Experiment experiment, long leastEvents) {
        return Mono.defer(() -> {
            String id = experiment.spec().id();
            Checkpoint checkpoint = experiment.checkpoint(store.use().events());
            if (checkpoint.sequence() - storedUpTo.getOrDefault(id, 0L) < leastEvents) {
                return Mono.empty();
            }
            return store.commit(List.of(checkpoint.put(id)))
                    .doOnNext(kept -> storedUpTo.put(id, checkpoint.sequence()))
                    .then();
        });
    }
}
