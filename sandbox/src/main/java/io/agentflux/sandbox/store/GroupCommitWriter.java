package io.agentflux.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes commits on one thread of its own, as many in one transaction as happen to wait: alone when it is quiet, many when it
 * is busy, without a timer.
 */
final class GroupCommitWriter {

    /** How many changes may wait; more are refused. */
    static final int QUEUE_LIMIT = 16_384;

    /** How many changes share a transaction, unless one commit alone has more. */
    static final int BATCH_LIMIT = 256;

    private final Batch target;
    private final LiveLog live;
    private final Scheduler thread;
    private final Scheduler.Worker acknowledgements;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger unfinishedWork = new AtomicInteger();
    private final Sinks.One<Throwable> failure = Sinks.one();
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
     */
    GroupCommitWriter(Batch target, LiveLog live, Scheduler acknowledgements) {
        this.target = target;
        this.live = live;
        this.acknowledgements = acknowledgements.createWorker();
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

    Mono<Throwable> onFailure() {
        return failure.asMono();
    }

    Mono<Void> close() {
        return closing;
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
            pending.sink()
                    .error(new StoreOverloadedException(
                            "the store has " + already + " changes waiting and takes at most " + QUEUE_LIMIT
                                    + "; try again in a second, with fewer writers or a faster disk",
                            null));
            return;
        }
        queue.add(pending);
        if (unfinishedWork.getAndIncrement() == 0) {
            try {
                thread.schedule(this::drain);
            } catch (RejectedExecutionException closedMeanwhile) {
                failQueued(closed());
            }
        }
        if (thread.isDisposed()) {
            // closed since the look at the top: nobody will come for what was queued
            failQueued(closed());
        }
    }

    private void drain() {
        int work = 1;
        while (work != 0) {
            List<Pending> batch = takeBatch();
            while (!batch.isEmpty()) {
                write(batch);
                batch = takeBatch();
            }
            work = unfinishedWork.addAndGet(-work);
        }
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
        waiting.addAndGet(-size);
        return batch;
    }

    private void write(List<Pending> batch) {
        RuntimeException reason = ended;
        if (reason != null) {
            acknowledge(() -> batch.forEach(pending -> pending.sink().error(reason)));
            return;
        }
        try {
            List<Outcome> outcomes =
                    target.write(batch.stream().map(Pending::changes).toList());
            acknowledge(() -> {
                for (int i = 0; i < outcomes.size(); i++) {
                    complete(batch.get(i), outcomes.get(i));
                }
            });
            for (Outcome outcome : outcomes) {
                if (outcome instanceof Outcome.Kept kept) {
                    live.publish(kept.events());
                }
            }
            live.wake();
        } catch (StoreFailedException fatal) {
            ended = fatal;
            acknowledge(() -> batch.forEach(pending -> pending.sink().error(fatal)));
            failure.tryEmitValue(fatal);
            live.end(fatal);
        } catch (RuntimeException failed) {
            acknowledge(() -> batch.forEach(pending -> pending.sink().error(failed)));
        }
    }

    private static void complete(Pending pending, Outcome outcome) {
        if (outcome instanceof Outcome.Kept kept) {
            pending.sink().success(kept.events());
        } else if (outcome instanceof Outcome.Refused refused) {
            pending.sink().error(refused.reason());
        }
    }

    /** Never on the writer's thread, which would then serve subscribers instead of writing. */
    private void acknowledge(Runnable task) {
        try {
            acknowledgements.schedule(task);
        } catch (RejectedExecutionException schedulerIsGone) {
            task.run();
        }
    }

    private void finish(MonoSink<Void> sink) {
        if (ended == null) {
            ended = closed();
        }
        // tasks that were here before this one are done, so what is queued came in while closing
        failQueued(closed());
        target.close();
        failure.tryEmitEmpty();
        live.end(null);
        acknowledge(() -> {
            sink.success();
            acknowledgements.dispose();
        });
        thread.dispose();
        failQueued(closed());
    }

    private void failQueued(RuntimeException reason) {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            pending.sink().error(reason);
        }
    }

    private static StoreFailedException closed() {
        return new StoreFailedException("the store is closed; open it again", null);
    }
}
