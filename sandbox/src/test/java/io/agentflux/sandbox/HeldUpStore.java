package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.ExperimentStore;
import java.time.Duration;
import reactor.core.publisher.Sinks;

/** A store whose writer is held up for a while, so that changes meet that are asked for one after another. */
public final class HeldUpStore {

    private static final Duration SOON = Duration.ofSeconds(30);

    private HeldUpStore() {}

    /** Lets the store write only once this is done. */
    public static void during(ExperimentStore store, Runnable action) {
        Sinks.Empty<Void> heldUp = Sinks.empty();
        Sinks.Empty<Void> over = Sinks.empty();
        store.remove("nothing", "but a pause")
                .doOnTerminate(() -> {
                    heldUp.tryEmitEmpty();
                    over.asMono().block(SOON);
                })
                .subscribe();
        heldUp.asMono().block(SOON);
        try {
            action.run();
        } finally {
            over.tryEmitEmpty();
        }
    }

    /** Returns once a change waits for the store. */
    public static void awaitWaiting(ExperimentStore store) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (store.use().waitingChanges() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(store.use().waitingChanges()).isPositive();
    }
}
