package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps occurrences as events of a store. */
final class StoredJournal implements Journal {

    private final String experimentId;
    private final ExperimentStore store;
    private final ExperimentEvents events;
    private final Consumer<Occurrence> onFound;

    /**
     * The journal of one experiment.
     *
     * @param onFound told of each occurrence that is read back
     */
    StoredJournal(String experimentId, ExperimentStore store, ExperimentEvents events, Consumer<Occurrence> onFound) {
        this.experimentId = experimentId;
        this.store = store;
        this.events = events;
        this.onFound = onFound;
    }

    @Override
    public Mono<Long> append(List<Occurrence> occurrences) {
        List<Change> changes = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            events.of(occurrence).forEach(event -> changes.add(new Change.Append(event)));
        }
        return store.commit(changes).map(kept -> kept.get(kept.size() - 1).sequence());
    }

    @Override
    public Flux<Kept> behind(long sequence) {
        // removing what is not there goes through the writer behind everything that was appended before
        return store.remove("barrier", experimentId)
                .thenMany(store.events(EventQuery.ofExperiment(experimentId).after(sequence)))
                .mapNotNull(stored -> ExperimentEvents.read(stored.event())
                        .map(occurrence -> new Kept(stored.sequence(), occurrence))
                        .orElse(null))
                .doOnNext(kept -> onFound.accept(kept.occurrence()));
    }
}
