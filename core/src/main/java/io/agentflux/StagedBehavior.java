package io.agentflux;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** A behavior put together from functions. */
record StagedBehavior<O, A, R>(
        Supplier<? extends Publisher<? extends O>> observing,
        Function<? super O, ? extends Publisher<? extends A>> deciding,
        Function<? super A, ? extends Publisher<? extends R>> acting)
        implements Behavior<O, A, R> {

    @Override
    public Publisher<? extends O> observe() {
        return observing.get();
    }

    @Override
    public Publisher<? extends A> decide(O observation) {
        return deciding.apply(observation);
    }

    @Override
    public Publisher<? extends R> act(A proposal) {
        return acting.apply(proposal);
    }

    /** Another behavior that also tells {@code listener} what became of proposals. */
    record Learning<O, A, R>(Behavior<O, A, R> learner, Consumer<? super Outcome<O, A, R>> listener)
            implements Behavior<O, A, R> {

        @Override
        public Publisher<? extends O> observe() {
            return learner.observe();
        }

        @Override
        public Publisher<? extends A> decide(O observation) {
            return learner.decide(observation);
        }

        @Override
        public Publisher<? extends R> act(A proposal) {
            return learner.act(proposal);
        }

        @Override
        public void learn(Outcome<O, A, R> outcome) {
            learner.learn(outcome);
            listener.accept(outcome);
        }
    }
}
