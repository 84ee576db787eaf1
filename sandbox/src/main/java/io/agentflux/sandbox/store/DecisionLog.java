package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import reactor.core.publisher.Mono;

/** Where every decision is kept, in the order in which they were made. */
public interface DecisionLog {

    /**
     * Keeps a decision.
     *
     * @return a cold publisher that completes once the decision is safe; an error means that it was not kept
     */
    Mono<Void> append(String experimentId, String variantId, Decision decision);

    /**
     * One page of a variant's decisions, newest first.
     *
     * @param page the page, from 1
     * @param pageSize how many decisions a page holds, from 1
     */
    Mono<DecisionPage> page(String experimentId, String variantId, int page, int pageSize);

    /** A log in memory, for experiments that end with the process. */
    static DecisionLog inMemory() {
        return new InMemoryDecisionLog();
    }
}
