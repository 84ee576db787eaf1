package io.agentflux;

import org.reactivestreams.Publisher;

/**
 * What an agent does in a cycle. An instance belongs to one run and its methods are called one after the other, never
 * concurrently, so it may keep state without locks. None of them may block.
 *
 * <p>Of each publisher the first element counts and the rest is cancelled. The Reactor context of every call holds
 * {@link AgentFlux#AGENT_KEY} and {@link AgentFlux#CYCLE_KEY}, on top of what the subscriber of the run put there.
 *
 * @param <O> what is observed
 * @param <A> what is proposed
 * @param <R> what came of a proposal
 */
public interface Behavior<O, A, R> {

    /** Sees the world. Empty means that there is nothing to see: the cycle holds. */
    Publisher<? extends O> observe();

    /** Proposes a change. Empty means none: the cycle holds. */
    Publisher<? extends A> decide(O observation);

    /** Tries the proposal. A refusal is a result, a call that failed is an error. */
    Publisher<? extends R> act(A proposal);

    /**
     * Learns what became of a proposal, on the thread where that is known; what it throws fails the cycle. By default it doesn't
     * care.
     */
    default void learn(Outcome<O, A, R> outcome) {}
}
