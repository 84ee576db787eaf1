package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps each decision as an event. */
final class StoredDecisionLog implements DecisionLog {

    static final String TYPE = "decision";
    private static final String ACCEPTED = "accepted";
    private static final String REJECTED = "rejected";

    private final ExperimentStore store;

    StoredDecisionLog(ExperimentStore store) {
        this.store = store;
    }

    @Override
    public Mono<LoggedDecision> append(String experimentId, String variantId, Decision decision) {
        return Mono.fromSupplier(() -> new ExperimentEvent(
                        experimentId,
                        variantId,
                        TYPE,
                        decision.id(),
                        decision.timestamp(),
                        outcome(decision.result().accepted()),
                        DecisionBody.write(decision)))
                .flatMap(store::append)
                .map(StoredDecisionLog::logged);
    }

    @Override
    public Mono<DecisionPage> page(
            String experimentId, String variantId, DecisionFilter filter, int page, int pageSize) {
        EventQuery query = EventQuery.ofExperiment(experimentId)
                .ofVariant(variantId)
                .ofTypes(TYPE)
                .withOutcome(filter.accepted() == null ? null : outcome(filter.accepted()))
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
        return store.events(EventQuery.ofExperiment(experimentId).ofTypes(TYPE).after(after))
                .map(StoredDecisionLog::logged);
    }

    private static String outcome(boolean accepted) {
        return accepted ? ACCEPTED : REJECTED;
    }

    private static LoggedDecision logged(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        String variantId = event.variantId();
        if (variantId == null) {
            throw new IllegalArgumentException("event " + stored.sequence()
                    + " is a decision without a variant; it was not written by a decision log");
        }
        return new LoggedDecision(
                stored.sequence(),
                event.experimentId(),
                variantId,
                DecisionBody.read(event.id(), event.timestamp(), event.body()));
    }
}
