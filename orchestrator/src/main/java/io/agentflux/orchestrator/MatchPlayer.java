package io.agentflux.orchestrator;

import reactor.core.publisher.Mono;

/** Plays single matches. */
@FunctionalInterface
public interface MatchPlayer {

    /**
     * Plays one match.
     *
     * @return a cold publisher: each subscription plays the match anew on the subscribing thread, with the same result;
     *     cancelling it ends the match at the next day of the simulated world
     */
    Mono<MatchResult> play(MatchSpec match);
}
