package io.agentflux.sandbox;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A listener that fails by an error, which nobody between holds back, on whatever it is told. */
public final class FailingListener<T> implements CoreSubscriber<T> {

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    public void onNext(T answer) {
        throw new AssertionError("a listener asserts something wrong");
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError("and again", failure);
    }

    @Override
    public void onComplete() {}
}
