package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.DecisionLog;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the decisions in a decision log and nothing else, for experiments that end with the process. */
final class InMemoryJournal implements Journal {

    private final String experimentId;
    private final DecisionLog decisions;

    InMemoryJournal(String experimentId, DecisionLog decisions) {
        this.experimentId = experimentId;
        this.decisions = decisions;
    }

    @Override
    public Mono<Long> append(List<Occurrence> occurrences) {
        return occurrences.get(0) instanceof Occurrence.Decided decided
                ? decisions
                        .append(experimentId, decided.variantId(), decided.decision())
                        .thenReturn(0L)
                : Mono.just(0L);
    }

    @Override
    public Flux<Kept> behind(long sequence) {
        return Flux.empty();
    }
}
