package io.agentflux;

import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;

/** Reads everything and hands it on; what the listener throws stays here. */
final class Listener<T> implements CoreSubscriber<T> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentFlux.class);

    private final Consumer<? super T> listener;
    private boolean broken;

    Listener(Consumer<? super T> listener) {
        this.listener = listener;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T event) {
        if (broken) {
            return;
        }
        try {
            listener.accept(event);
        } catch (Throwable thrown) {
            Exceptions.throwIfJvmFatal(thrown);
            broken = true;
            LOG.warn("The listener threw on {} and is told nothing more; the agent goes on", event, thrown);
        }
    }

    @Override
    public void onError(Throwable error) {
        // told already, by the Stopped event
    }

    @Override
    public void onComplete() {
        // told already, by the Stopped event
    }
}
