package io.agentflux.orchestrator;

import java.util.List;
import reactor.core.publisher.Flux;

/** Plays many matches, somewhere. */
public interface MatchExecutor {

    /**
     * Plays matches.
     *
     * @return a cold publisher of the results as they come in, in no particular order; each subscription plays all matches.
     *     Matches are started as results are asked for; cancelling ends those under way
     */
    Flux<MatchResult> play(List<MatchSpec> matches, MatchPlayer player);

    /**
     * Plays on threads of this process, one match per thread at a time.
     *
     * @param workers the number of threads, at least 1
     */
    static MatchExecutor local(int workers) {
        return new LocalMatchExecutor(workers);
    }
}
