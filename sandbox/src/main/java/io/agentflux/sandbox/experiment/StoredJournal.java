package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps occurrences as events of a store. */
final class StoredJournal implements Journal {

    private final String experimentId;
    private final ExperimentStore store;
    private final ExperimentEvents events;

    StoredJournal(String experimentId, ExperimentStore store, ExperimentEvents events) {
        this.experimentId = experimentId;
        this.store = store;
        this.events = events;
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
                        .orElse(null));
    }
}
