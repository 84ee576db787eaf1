package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.ExperimentStore;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Whoever asks for a change and does not wait for the answer. */
public final class HastyCaller {

    private static final Duration SOON = Duration.ofSeconds(30);

    private HastyCaller() {}

    /** Hangs up once the change waits for the store, which is held up until then. */
    public static void hangUpOn(Publisher<?> change, ExperimentStore store) {
        HeldUpStore.during(store, () -> {
            Disposable caller = Flux.from(change).subscribe();
            long deadline = System.nanoTime() + SOON.toNanos();
            while (store.use().waitingChanges() == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(store.use().waitingChanges()).isPositive();
            caller.dispose();
        });
    }
}
