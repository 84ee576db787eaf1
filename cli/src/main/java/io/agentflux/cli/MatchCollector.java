package io.agentflux.cli;

import io.agentflux.orchestrator.MatchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Waits for matches and shows how far they are. When the process is interrupted, what has come in so far is the result, and the
 * process lives on until this is closed, but not for long: ranking what was played takes a moment.
 */
final class MatchCollector implements AutoCloseable {

    private static final long GRACE_SECONDS = 60;

    private final int planned;
    private final Progress progress;
    /** Guards itself, the progress and {@link #over}. */
    private final List<MatchResult> results = new ArrayList<>();

    private boolean over;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    MatchCollector(int planned, Progress progress) {
        this.planned = planned;
        this.progress = progress;
    }

    /** Blocks the calling thread until all matches are played or the process is interrupted. */
    List<MatchResult> collect(Flux<MatchResult> matches) {
        progress.begin(planned);
        Disposable playing = matches.subscribe(this::add, this::fail, ended::countDown);
        Thread interruption = new Thread(() -> interrupt(playing), "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        List<MatchResult> played;
        synchronized (results) {
            over = true;
            progress.end();
            played = List.copyOf(results);
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a match failed: " + failed, failed);
        }
        return played;
    }

    /** Tells an interruption that everything is printed and the process may end. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void add(MatchResult result) {
        synchronized (results) {
            if (!over) {
                results.add(result);
                progress.step(results.size());
            }
        }
    }

    private void fail(Throwable error) {
        failure.set(error);
        ended.countDown();
    }

    private void interrupt(Disposable playing) {
        if (ended.getCount() == 0) {
            return;
        }
        playing.dispose();
        ended.countDown();
        try {
            closed.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
