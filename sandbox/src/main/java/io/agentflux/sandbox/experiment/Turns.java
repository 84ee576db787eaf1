package io.agentflux.sandbox.experiment;

import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Lets one thing be done after another, in the order in which they are asked for. Nobody blocks. */
final class Turns {

    private final AtomicReference<Mono<Void>> last = new AtomicReference<>(Mono.empty());

    /**
     * Does this once everything before it is done, or has failed.
     *
     * @return a cold publisher: a subscription takes a turn, which is used also if it is cancelled
     */
    <T> Mono<T> next(Mono<T> work) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> over = Sinks.empty();
            return last.getAndSet(over.asMono())
                    .then(work)
                    .doFinally(end -> over.tryEmitEmpty())
                    .cache();
        });
    }
}
