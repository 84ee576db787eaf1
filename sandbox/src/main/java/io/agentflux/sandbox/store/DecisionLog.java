package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where every decision is kept, in the order in which they were made. */
public interface DecisionLog {

    /**
     * Keeps a decision, once: what comes again under an id that the experiment has used already is not kept a second time.
     *
     * @return a cold publisher that emits the decision as it is kept once it is safe: this one, or the one kept before under its
     *     id. An error means that it was not kept, or that this is not known; see {@link ExperimentStore#commit}
     */
    Mono<LoggedDecision> append(String experimentId, String variantId, Decision decision);

    /**
     * One page of a variant's decisions, newest first.
     *
     * @param page the page, from 1
     * @param pageSize how many decisions a full page holds, from 1
     */
    default Mono<DecisionPage> page(String experimentId, String variantId, int page, int pageSize) {
        return page(experimentId, variantId, DecisionFilter.none(), page, pageSize);
    }

    /**
     * One page of those of a variant's decisions that pass a filter, newest first.
     *
     * @param page the page, from 1
     * @param pageSize how many decisions a full page holds, from 1
     * @return a cold publisher; the total of the page counts what passes the filter
     */
    Mono<DecisionPage> page(String experimentId, String variantId, DecisionFilter filter, int page, int pageSize);

    /**
     * An experiment's decisions behind a sequence number, oldest first.
     *
     * @param after the last sequence number that is known already; 0 for all
     * @return a cold, finite publisher that ends with the decision that is the last one when it gets there
     */
    Flux<LoggedDecision> read(String experimentId, long after);

    /** A log in memory, for experiments that end with the process. It answers at once, on the thread that asks. */
    static DecisionLog inMemory() {
        return new InMemoryDecisionLog();
    }

    /** The decisions among the events of a store. */
    static DecisionLog of(ExperimentStore store) {
        return new StoredDecisionLog(store);
    }
}
