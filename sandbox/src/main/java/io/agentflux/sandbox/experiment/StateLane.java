package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.sandbox.store.StoreFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Changes the state of an experiment, one change after another. A change is decided by looking at the state that includes all
 * changes before it, those included that are still on their way to the disk; it is published, and answered, once it is kept.
 *
 * <p>If a change cannot be kept, nothing more is decided until it is known what became of those under way; then the state is
 * built again from what is kept. Meanwhile every change fails with {@link ArenaTransientException}.
 *
 * <p>Nobody blocks: whoever finds the lane free works off what others put into it meanwhile.
 */
final class StateLane {

    private static final Logger LOG = LoggerFactory.getLogger(StateLane.class);
    private static final Duration REBUILD_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Journal journal;
    private final Scheduler timer;
    private final BiConsumer<ExperimentState, ExperimentState> onPublished;
    private final Queue<Runnable> tasks =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable Thread worker;

    // what follows is changed by the worker only
    private volatile ExperimentState published;
    private volatile Point complete;
    private volatile @Nullable Point failedBehind;

    // and what follows is read by it only, too
    private long publishedUpTo;
    private ExperimentState judged;
    private boolean troubled;
    private @Nullable Throwable lastFailure;
    private long settledChanges;
    private final Queue<Unchanged> unchanged = new ArrayDeque<>();

    /**
     * What is to be changed, and the answer once it is.
     *
     * @param occurrences what happens; nothing, if there is nothing to change
     * @param answer the answer
     */
    record Step<R>(List<Occurrence> occurrences, R answer) {}

    /**
     * An answer to which nothing is to be changed.
     *
     * @param behind how many changes have to be settled before it is given
     */
    private record Unchanged(long behind, Runnable answer, MonoSink<?> sink) {}

    /** The state once every event up to that one has been seen. */
    record Point(long sequence, ExperimentState state) {}

    /**
     * A lane.
     *
     * @param name what to call it in the log
     * @param initial the state to begin with
     * @param sequence the last occurrence that this state has seen
     * @param timer where the pause between two attempts to read the journal is spent
     * @param onPublished told of the state before and after each change that is published, one at a time; must not block
     */
    StateLane(
            String name,
            ExperimentState initial,
            long sequence,
            Journal journal,
            Scheduler timer,
            BiConsumer<ExperimentState, ExperimentState> onPublished) {
        this.name = name;
        this.journal = journal;
        this.timer = timer;
        this.onPublished = onPublished;
        this.published = initial;
        this.publishedUpTo = sequence;
        this.judged = initial;
        this.complete = new Point(sequence, initial);
    }

    /**
     * A published state and the last event that it has seen; no event before that one is missing in it. That is the end of the
     * log, if nothing is on its way to it.
     *
     * @param head the last event of the log, whosever it is, read before this is called
     */
    Point complete(long head) {
        // in this order: whatever of this lane was kept before the end was read is in the point that is read last
        boolean isQuiet = inFlight.get() == 0 && failedBehind == null;
        Point point = complete;
        return isQuiet && point.sequence() < head ? new Point(head, point.state()) : point;
    }

    /** The state as everybody may see it. */
    ExperimentState published() {
        return published;
    }

    /**
     * Changes the state.
     *
     * @param decide looks at the state and says what is to happen; a pure function that is called once for a subscription. What
     *     it throws is the error
     * @return a cold publisher that emits the answer once the change is kept and published, on the thread that publishes it.
     *     Cancelling does not take the change back
     */
    <R> Mono<R> change(Function<ExperimentState, Step<R>> decide) {
        return Mono.create(sink -> execute(() -> propose(decide, sink)));
    }

    private void execute(Runnable task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            int work = 1;
            while (work != 0) {
                worker = Thread.currentThread();
                for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                    run(next);
                }
                worker = null;
                work = unfinished.addAndGet(-work);
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error defect) {
            // of who listens, as a rule; whatever it is, the changes behind it are somebody else's
            LOG.error("{} could not finish a change", name, defect);
        }
    }

    private <R> void propose(Function<ExperimentState, Step<R>> decide, MonoSink<R> sink) {
        if (failedBehind != null) {
            sink.error(new ArenaTransientException(
                    name + " takes no changes until it is known what was kept of the last ones; try again in a second",
                    lastFailure));
            return;
        }
        Step<R> step;
        ExperimentState next;
        Mono<Long> kept;
        try {
            step = decide.apply(judged);
            if (step.occurrences().isEmpty()) {
                unchanged.add(new Unchanged(settledChanges + inFlight.get(), () -> sink.success(step.answer()), sink));
                answerUnchanged();
                return;
            }
            next = after(judged, step);
            kept = journal.append(step.occurrences());
        } catch (RuntimeException | Error refused) {
            sink.error(refused);
            return;
        }
        ExperimentState before = judged;
        ExperimentState after = next;
        judged = after;
        inFlight.incrementAndGet();
        kept.subscribe(
                sequence -> settle(() -> publish(step, before, after, sequence, sink)),
                failure -> settle(() -> fail(failure, sink)));
    }

    /** At once if the journal answers at once: nothing may be decided on top of a change that has just failed. */
    private void settle(Runnable task) {
        if (worker == Thread.currentThread()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Publishes what a step has changed.
     *
     * @param judgedBefore the state that the step was judged by; what is published by now, unless a change before was not kept
     * @param judgedAfter the state that it made of that one
     */
    @SuppressWarnings("ReferenceEquality") // the very same state, not one that happens to be equal
    private <R> void publish(
            Step<R> step, ExperimentState judgedBefore, ExperimentState judgedAfter, long sequence, MonoSink<R> sink) {
        ExperimentState before = published;
        ExperimentState after = before == judgedBefore ? judgedAfter : after(before, step);
        published = after;
        publishedUpTo = Math.max(publishedUpTo, sequence);
        if (failedBehind == null) {
            complete = new Point(publishedUpTo, after);
            if (troubled) {
                LOG.info("{} keeps changes again", name);
                troubled = false;
            }
        }
        settled();
        try {
            onPublished.accept(before, after);
        } finally {
            // it is kept, whatever goes wrong with what follows from it
            sink.success(step.answer());
            answerUnchanged();
        }
    }

    private void answerUnchanged() {
        for (Unchanged next = unchanged.peek();
                next != null && next.behind() <= settledChanges;
                next = unchanged.peek()) {
            unchanged.remove();
            next.answer().run();
        }
    }

    private static ExperimentState after(ExperimentState before, Step<?> step) {
        ExperimentState after = before;
        for (Occurrence occurrence : step.occurrences()) {
            after = after.after(occurrence);
        }
        return after;
    }

    private void fail(Throwable failure, MonoSink<?> sink) {
        if (failedBehind == null) {
            warn(failure);
            failedBehind = new Point(publishedUpTo, published);
        }
        lastFailure = failure;
        settled();
        sink.error(failure);
        // all of them were decided by this change, too
        for (Unchanged next = unchanged.poll(); next != null; next = unchanged.poll()) {
            next.sink().error(failure);
        }
    }

    /** Once for a cause, however often it is tried in vain until something can be kept again. */
    private void warn(Throwable failure) {
        if (!troubled) {
            LOG.warn("{} cannot keep changes: {}", name, failure.getMessage());
            troubled = true;
        }
        LOG.debug("{} could not keep a change", name, failure);
    }

    private void settled() {
        settledChanges++;
        int left = inFlight.decrementAndGet();
        Point behind = failedBehind;
        if (behind != null && left == 0) {
            rebuild(behind);
        }
    }

    private void rebuild(Point behind) {
        journal.behind(behind.sequence())
                .reduce(
                        behind,
                        (point, kept) ->
                                new Point(kept.sequence(), point.state().after(kept.occurrence())))
                .subscribe(rebuilt -> execute(() -> resume(rebuilt)), failure -> {
                    if (!(failure instanceof StoreFailedException)) {
                        execute(() -> lastFailure = failure);
                        timer.schedule(() -> rebuild(behind), REBUILD_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                    }
                });
    }

    private void resume(Point rebuilt) {
        ExperimentState before = published;
        published = rebuilt.state();
        publishedUpTo = rebuilt.sequence();
        judged = published;
        complete = rebuilt;
        failedBehind = null;
        onPublished.accept(before, published);
    }
}
