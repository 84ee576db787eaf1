package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class InMemoryDecisionLog implements DecisionLog {

    /** Guarded by itself, for moments that are too short to matter: a number and its place in the list go together. */
    private final List<LoggedDecision> oldestFirst = new ArrayList<>();

    private final Map<EventKey, LoggedDecision> byKey = new HashMap<>();

    @Override
    public Mono<LoggedDecision> append(String experimentId, String variantId, Decision decision) {
        return Mono.fromSupplier(() -> {
            synchronized (oldestFirst) {
                return byKey.computeIfAbsent(
                        new EventKey(experimentId, DecisionEvent.TYPE, decision.id()),
                        key -> add(experimentId, variantId, decision));
            }
        });
    }

    private LoggedDecision add(String experimentId, String variantId, Decision decision) {
        LoggedDecision logged = new LoggedDecision(oldestFirst.size() + 1L, experimentId, variantId, decision);
        oldestFirst.add(logged);
        return logged;
    }

    @Override
    public Mono<DecisionPage> page(
            String experimentId, String variantId, DecisionFilter filter, int page, int pageSize) {
        return Mono.fromCallable(() -> {
            EventPage.requireBounds(page, pageSize);
            List<Decision> newestFirst = new ArrayList<>();
            for (LoggedDecision logged : behind(0)) {
                if (logged.experimentId().equals(experimentId)
                        && logged.variantId().equals(variantId)
                        && filter.matches(logged.decision())) {
                    newestFirst.add(logged.decision());
                }
            }
            Collections.reverse(newestFirst);
            return new DecisionPage(
                    newestFirst.stream()
                            .skip((page - 1L) * pageSize)
                            .limit(pageSize)
                            .toList(),
                    newestFirst.size(),
                    page,
                    pageSize);
        });
    }

    @Override
    public Flux<LoggedDecision> read(String experimentId, long after) {
        return Flux.defer(() -> Flux.fromIterable(behind(after)))
                .filter(logged -> logged.experimentId().equals(experimentId));
    }

    private List<LoggedDecision> behind(long after) {
        synchronized (oldestFirst) {
            int first = (int) Math.min(Math.max(after, 0), oldestFirst.size());
            return List.copyOf(oldestFirst.subList(first, oldestFirst.size()));
        }
    }
}
