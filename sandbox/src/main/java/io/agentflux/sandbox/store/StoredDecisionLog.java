package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps each decision as an event. */
final class StoredDecisionLog implements DecisionLog {

    private final ExperimentStore store;

    StoredDecisionLog(ExperimentStore store) {
        this.store = store;
    }

    @Override
    public Mono<LoggedDecision> append(String experimentId, String variantId, Decision decision) {
        return Mono.fromSupplier(() -> new DecisionEvent(experimentId, variantId, decision, null).toEvent())
                .flatMap(store::append)
                .map(StoredDecisionLog::logged);
    }

    @Override
    public Mono<DecisionPage> page(
            String experimentId, String variantId, DecisionFilter filter, int page, int pageSize) {
        EventQuery query = EventQuery.ofExperiment(experimentId)
                .ofVariant(variantId)
                .ofType(DecisionEvent.TYPE)
                .withOutcome(filter.accepted() == null ? null : DecisionEvent.outcome(filter.accepted()))
                .between(filter.from(), filter.until());
        return store.page(query, page, pageSize)
                .map(found -> new DecisionPage(
                        found.events().stream()
                                .map(stored -> logged(stored).decision())
                                .toList(),
                        (int) Math.min(found.total(), Integer.MAX_VALUE),
                        page,
                        pageSize));
    }

    @Override
    public Flux<LoggedDecision> read(String experimentId, long after) {
        return store.events(EventQuery.ofExperiment(experimentId)
                        .ofType(DecisionEvent.TYPE)
                        .after(after))
                .map(StoredDecisionLog::logged);
    }

    private static LoggedDecision logged(StoredEvent stored) {
        DecisionEvent event = DecisionEvent.of(stored.event());
        return new LoggedDecision(stored.sequence(), event.experimentId(), event.variantId(), event.decision());
    }
}
