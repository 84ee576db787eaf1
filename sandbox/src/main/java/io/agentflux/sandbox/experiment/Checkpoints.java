package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stores where a later recovery can begin, of each experiment the latest checkpoint only. */
final class Checkpoints {

    /** Few enough for one commit, and so many that a thousand experiments do not wait for the disk a thousand times. */
    private static final int TOGETHER = 100;

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
                .buffer(TOGETHER)
                .concatMap(some -> storeTogether(some, leastEvents), 1)
                .then();
    }

    private Mono<Void> storeTogether(List<Experiment> experiments, long leastEvents) {
        return Mono.defer(() -> {
            Map<String, Long> sequences = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            for (Experiment experiment : experiments) {
                String id = experiment.spec().id();
                Checkpoint checkpoint = experiment.checkpoint(store.use().events());
                if (checkpoint.sequence() - storedUpTo.getOrDefault(id, 0L) >= leastEvents) {
                    sequences.put(id, checkpoint.sequence());
                    changes.add(checkpoint.put(id));
                }
            }
            return changes.isEmpty()
                    ? Mono.empty()
                    : store.commit(changes)
                            .doOnNext(kept -> storedUpTo.putAll(sequences))
                            .then();
        });
    }
}
