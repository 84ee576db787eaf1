package io.agentflux.sandbox.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes commits on one thread of its own, as many in one transaction as happen to wait: alone when it is quiet, many when it
 * is busy, without a timer. It acknowledges by itself: that wakes nobody else, and what comes in meanwhile shares the next
 * transaction. Those who listen must not block there.
 */
final class GroupCommitWriter {

    /** How many changes may wait; more are refused. */
    static final int QUEUE_LIMIT = 16_384;

    /** How many changes share a transaction, unless one commit alone has more. */
    static final int BATCH_LIMIT = 256;

    /** How long to wait until it is tried again whether something can be kept. */
    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** As much as the longest body of a request, since little may find room where that does not. */
    private static final int TRIAL_BYTES = 192 << 10;

    private static final Change.Remove REMOVE_TRIAL = new Change.Remove("trial", "store");

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

    private final Batch target;
    private final LiveLog live;
    private final Scheduler thread;
    private final Scheduler timer;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger unfinishedWork = new AtomicInteger();
    private final AtomicBoolean willRetry = new AtomicBoolean();
    private final AtomicBoolean checkIsDue = new AtomicBoolean();
    private final WriterWatch watch;
    private final Sinks.One<Throwable> onFailure = Sinks.one();
    private final Mono<Void> closing;
    private volatile @Nullable RuntimeException ended;

    /** Where commits are made durable. Called by one thread. */
    interface Batch {

        /**
         * Makes commits in one transaction and returns when they are durable.
         *
         * @return one outcome for each commit, in their order
         * @throws StoreFailedException if nothing can be kept any more
         * @throws RuntimeException if it is not known whether these commits were made
         */
        List<Outcome> write(List<List<Change>> commits);

        /**
         * Looks whether the target is there.
         *
         * @throws RuntimeException as {@link #write} does
         */
        default void check() {}

        /** Gives back what the target holds. */
        void close();
    }

    /** What became of one commit. */
    sealed interface Outcome {

        /** It is durable. */
        record Kept(List<StoredEvent> events) implements Outcome {}

        /** It alone was not made. */
        record Refused(RuntimeException reason) implements Outcome {}
    }

    private record Pending(List<Change> changes, MonoSink<List<StoredEvent>> sink) {}

    /**
     * A writer that begins to write.
     *
     * @param live where what is durable is made known
     * @param timer where the pause before another attempt is spent, and where it is told that the writer is closed
     */
    GroupCommitWriter(Batch target, LiveLog live, Scheduler timer) {
        this.target = target;
        this.live = live;
        this.timer = timer;
        this.watch = new WriterWatch(timer);
        // plain threads: those of Schedulers.newSingle(String) are declared non-blocking, and this one waits for the
        // disk
        this.thread = Schedulers.newSingle(task -> {
            Thread writer = new Thread(task, "agentflux-store-writer");
            writer.setDaemon(true);
            return writer;
        });
        this.closing =
                Mono.<Void>create(sink -> thread.schedule(() -> finish(sink))).cache();
    }

    Mono<List<StoredEvent>> commit(List<Change> changes) {
        List<Change> copy = List.copyOf(changes);
        if (copy.size() > ExperimentStore.MAXIMUM_CHANGES) {
            return Mono.error(new IllegalArgumentException("a commit has " + copy.size() + " changes; give at most "
                    + ExperimentStore.MAXIMUM_CHANGES + " and make several commits of them"));
        }
        return Mono.create(sink -> enqueue(new Pending(copy, sink)));
    }

    /** How many changes wait. */
    int waitingSize() {
        return waiting.get();
    }

    /** See {@link ExperimentStore#obstacle}. */
    Optional<Obstacle> obstacle() {
        return ended == null ? watch.obstacle() : Optional.of(Obstacle.FAILED);
    }

    Mono<Throwable> onFailure() {
        return onFailure.asMono();
    }

    Mono<Void> close() {
        return closing;
    }

    /** Notices soon if the target has gone away, also if nobody sends a change. */
    void checkSoon() {
        checkIsDue.set(true);
        wake();
    }

    private void enqueue(Pending pending) {
        RuntimeException reason = ended;
        if (reason != null) {
            pending.sink().error(reason);
            return;
        }
        int size = pending.changes().size();
        int already = waiting.getAndAdd(size);
        if (already + size > QUEUE_LIMIT) {
            waiting.addAndGet(-size);
            watch.overloaded();
            relieveIfRoom(waiting.get());
            pending.sink()
                    .error(new StoreOverloadedException(
                            "the store has " + already + " changes waiting and takes at most " + QUEUE_LIMIT
                                    + "; try again in a second, with fewer writers or a faster disk",
                            null));
            return;
        }
        queue.add(pending);
        wake();
        if (thread.isDisposed()) {
            // closed since the look at the top: nobody will come for what was queued
            failQueued(closed());
        }
    }

    private void wake() {
        if (unfinishedWork.getAndIncrement() == 0) {
            try {
                thread.schedule(this::drain);
            } catch (RejectedExecutionException closedMeanwhile) {
                failQueued(closed());
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it is no lock: without the yield there are only more transactions
    private void drain() {
        int work = 1;
        while (work != 0) {
            if (checkIsDue.getAndSet(false)) {
                check();
            }
            do {
                // what waits is not kept from an answer by one attempt in vain after the other
                RuntimeException reason = watch.hasFailed() && ended == null ? tryAgain() : null;
                List<Pending> batch = reason == null ? takeBatch() : takeAll();
                if (reason != null) {
                    refuse(batch, reason);
                } else if (!batch.isEmpty()) {
                    write(batch);
                    // where processors are short, those who make commits get them first, and more share a transaction
                    Thread.yield();
                }
            } while (!queue.isEmpty());
            work = unfinishedWork.addAndGet(-work);
        }
    }

    private void check() {
        // what waits finds out, too
        if (queue.isEmpty() && !watch.hasFailed() && ended == null) {
            watch.writing();
            try {
                target.check();
            } catch (RuntimeException | Error failure) {
                failed(failure);
            } finally {
                watch.written();
            }
        }
    }

    /** Finds out whether something can be kept again; answers why not. */
    private @Nullable RuntimeException tryAgain() {
        try {
            // removed first, since a database need not write what is there already
            writeTimed(List.of(List.of(
                    REMOVE_TRIAL, new Change.Overwrite(REMOVE_TRIAL.kind(), REMOVE_TRIAL.id(), incompressible()))));
            writeTimed(List.of(List.of(REMOVE_TRIAL)));
            watch.recovered();
            return null;
        } catch (RuntimeException | Error failure) {
            return failed(failure);
        }
    }

    /** In base 64, by which it grows by a third. PostgreSQL would make little of anything that repeats itself. */
    private static String incompressible() {
        byte[] bytes = new byte[TRIAL_BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private List<Outcome> writeTimed(List<List<Change>> commits) {
        watch.writing();
        try {
            return target.write(commits);
        } finally {
            watch.written();
        }
    }

    /** Takes note of a failed write; answers what to tell those who wait for it. */
    private RuntimeException failed(Throwable failure) {
        if (failure instanceof RuntimeException passing && !(failure instanceof StoreFailedException)) {
            watch.failed(
                    passing instanceof StoreUnavailableException unavailable
                            ? unavailable.obstacle()
                            : Obstacle.REFUSED,
                    passing);
            retryLater();
            return passing;
        }
        StoreFailedException fatal = failure instanceof StoreFailedException told
                ? told
                : new StoreFailedException("the writer of the store ended: " + failure + "; start again", failure);
        ended = fatal;
        onFailure.tryEmitValue(fatal);
        live.end(fatal);
        return fatal;
    }

    private void retryLater() {
        if (willRetry.compareAndSet(false, true)) {
            try {
                timer.schedule(this::retry, RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException schedulerIsGone) {
                // the next change tries it
                willRetry.set(false);
            }
        }
    }

    private void retry() {
        willRetry.set(false);
        if (watch.hasFailed() && ended == null) {
            wake();
        }
    }

    private void refuse(List<Pending> batch, RuntimeException reason) {
        batch.forEach(pending -> tell(() -> pending.sink().error(reason)));
    }

    private List<Pending> takeBatch() {
        List<Pending> batch = new ArrayList<>();
        int size = 0;
        for (Pending next = queue.peek(); next != null; next = queue.peek()) {
            int added = next.changes().size();
            if (!batch.isEmpty() && size + added > BATCH_LIMIT) {
                break;
            }
            batch.add(next);
            size += added;
            queue.remove();
        }
        relieveIfRoom(waiting.addAndGet(-size));
        return batch;
    }

    /** Asked by those who are refused, too: what waited may be written already, and then nobody else would ask. */
    private void relieveIfRoom(int stillWaiting) {
        if (stillWaiting < QUEUE_LIMIT / 2) {
            watch.relieved();
        }
    }

    /** All that waits now; who is refused and asks again at once waits for the next attempt. */
    private List<Pending> takeAll() {
        List<Pending> all = new ArrayList<>();
        for (List<Pending> batch = takeBatch(); !batch.isEmpty(); batch = takeBatch()) {
            all.addAll(batch);
        }
        return all;
    }

    private void write(List<Pending> batch) {
        RuntimeException reason = ended;
        if (reason != null) {
            refuse(batch, reason);
            return;
        }
        List<Outcome> outcomes;
        try {
            outcomes = writeTimed(batch.stream().map(Pending::changes).toList());
        } catch (RuntimeException | Error failure) {
            refuse(batch, failed(failure));
            return;
        }
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Kept kept) {
                live.publish(kept.events());
            }
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Pending pending = batch.get(i);
            Outcome outcome = outcomes.get(i);
            tell(() -> complete(pending, outcome));
        }
        live.wake();
    }

    private static void complete(Pending pending, Outcome outcome) {
        if (outcome instanceof Outcome.Kept kept) {
            pending.sink().success(kept.events());
        } else if (outcome instanceof Outcome.Refused refused) {
            pending.sink().error(refused.reason());
        }
    }

    /** What one listener does wrong is felt neither by the others nor by the writer. */
    private static void tell(Runnable acknowledgement) {
        try {
            acknowledgement.run();
        } catch (RuntimeException | Error defect) {
            LOG.error("the acknowledgement of a commit was not taken", defect);
        }
    }

    private void finish(MonoSink<Void> sink) {
        if (ended == null) {
            ended = closed();
        }
        // tasks that were here before this one are done, so what is queued came in while closing
        failQueued(closed());
        target.close();
        onFailure.tryEmitEmpty();
        live.end(null);
        try {
            timer.schedule(sink::success);
        } catch (RejectedExecutionException schedulerIsGone) {
            sink.success();
        }
        thread.dispose();
        failQueued(closed());
    }

    private void failQueued(RuntimeException reason) {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            MonoSink<?> sink = pending.sink();
            tell(() -> sink.error(reason));
        }
    }

    private static StoreFailedException closed() {
        return new StoreFailedException("the store is closed; open it again", null);
    }
}
