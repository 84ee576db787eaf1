package io.agentflux.sandbox.oracle;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does independent work on an executor and counts it. Results come in the order of the work, so they do not depend on threads.
 * Work must not hand out work itself: with few threads it would wait for itself.
 */
final class Workers {

    private final Executor executor;
    private final long total;
    private final Consumer<OracleProgress> listener;
    private long done;

    Workers(Executor executor, long total, Consumer<OracleProgress> listener) {
        this.executor = executor;
        this.total = total;
        this.listener = listener;
    }

    <W, T> List<T> each(List<W> work, Function<W, T> function) {
        List<CompletableFuture<T>> results = work.stream()
                .map(item -> CompletableFuture.supplyAsync(() -> function.apply(item), executor))
                .toList();
        try {
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Counts work done. The listener hears of it one call at a time. */
    synchronized void count(long more) {
        done = Math.min(total, done + more);
        listener.accept(new OracleProgress(done, total));
    }

    /** Counts work that turned out not to be necessary. */
    void finish() {
        count(total);
    }
}
