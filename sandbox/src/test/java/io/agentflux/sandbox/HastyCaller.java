package io.agentflux.sandbox;

import io.agentflux.sandbox.store.ExperimentStore;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Whoever asks for a change and does not wait for the answer. */
public final class HastyCaller {

    private HastyCaller() {}

    /** Hangs up once the change waits for the store, which is held up until then. */
    public static void hangUpOn(Publisher<?> change, ExperimentStore store) {
        HeldUpStore.during(store, () -> {
            Disposable caller = Flux.from(change).subscribe();
            HeldUpStore.awaitWaiting(store);
            caller.dispose();
        });
    }
}
