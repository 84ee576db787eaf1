package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.ExperimentStore;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Whoever asks for a change and does not wait for the answer. */
public final class HastyCaller {

    private static final Duration SOON = Duration.ofSeconds(30);

    private HastyCaller() {}

    /** Hangs up once the change waits for the store, which is held up until then. */
    public static void hangUpOn(Publisher<?> change, ExperimentStore store) {
        Sinks.Empty<Void> heldUp = Sinks.empty();
        Sinks.Empty<Void> hungUp = Sinks.empty();
        store.remove("nothing", "but a pause")
                .doOnTerminate(() -> {
                    heldUp.tryEmitEmpty();
                    hungUp.asMono().block(SOON);
                })
                .subscribe();
        heldUp.asMono().block(SOON);
        Disposable caller = Flux.from(change).subscribe();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (store.use().waitingChanges() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(store.use().waitingChanges()).isPositive();
        caller.dispose();
        hungUp.tryEmitEmpty();
    }
}
