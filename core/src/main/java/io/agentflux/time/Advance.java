package io.agentflux.time;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** One request to advance time: synchronous without a sink, else one that may pause and go on elsewhere. */
final class Advance {

    final long target;
    final @Nullable MonoSink<Void> sink;

    @Nullable Throwable failure;

    Advance(long target, @Nullable MonoSink<Void> sink) {
        this.target = target;
        this.sink = sink;
    }

    void complete() {
        if (sink != null) {
            sink.success();
        }
    }

    void fail(Throwable cause) {
        failure = cause;
        if (sink != null) {
            sink.error(cause);
        }
    }

    void standsStill(int calls) {
        if (sink == null) {
            throw new IllegalStateException("Time stands still for " + calls
                    + " call(s) that have not returned; advance with runTo(target), which waits without blocking");
        }
    }
}
