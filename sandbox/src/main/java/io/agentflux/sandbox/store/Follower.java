package io.agentflux.sandbox.store;

import io.agentflux.sandbox.store.LiveLog.End;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * One subscriber's place in the log. Takes from the live log what is still there, and reads the log itself where the subscriber
 * has fallen behind: never more than was asked for, so nothing is kept for a subscriber that stands still.
 *
 * <p>The fields at the end are touched only in turns, which {@link #work} counts: one thread at a time takes one.
 */
final class Follower implements Subscription, Runnable {

    private static final AtomicLongFieldUpdater<Follower> DEMAND =
            AtomicLongFieldUpdater.newUpdater(Follower.class, "demand");
    private static final int LONGEST_READ = 512;

    private final LiveLog log;
    private final EventQuery query;
    private final CoreSubscriber<? super StoredEvent> subscriber;
    private final Scheduler.Worker worker;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicReference<@Nullable Read> arrived = new AtomicReference<>();
    private final Disposable.Swap reading = Disposables.swap();
    private volatile long demand;
    private volatile boolean over;

    /** All events up to here were delivered or do not match. */
    private long position;

    private boolean isReading;

    /** What a read has brought: all matching events up to a place in the log, or a failure. */
    private record Read(
            List<StoredEvent> events, long until, @Nullable Throwable failure) {}

    Follower(LiveLog log, EventQuery query, CoreSubscriber<? super StoredEvent> subscriber, Scheduler.Worker worker) {
        this.log = log;
        this.query = query;
        this.subscriber = subscriber;
        this.worker = worker;
        this.position = query.after();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(DEMAND, this, n);
            signal();
        }
    }

    @Override
    public void cancel() {
        over = true;
        release();
    }

    boolean isOver() {
        return over;
    }

    private void release() {
        log.remove(this);
        reading.dispose();
        worker.dispose();
    }

    /** Something may have changed: events, demand, a read that arrived, the end. */
    void signal() {
        if (work.getAndIncrement() == 0) {
            takeTurn();
        }
    }

    /** These events were published and none of them is wanted: passes over them if it was up to date before. */
    void skip(long from, long until) {
        if (work.compareAndSet(0, 1)) {
            if (!isReading && position >= from && position < until) {
                position = until;
            }
            if (work.decrementAndGet() != 0) {
                takeTurn();
            }
        }
    }

    boolean wants(List<StoredEvent> events) {
        for (StoredEvent event : events) {
            if (query.matches(event)) {
                return true;
            }
        }
        return false;
    }

    private void takeTurn() {
        try {
            worker.schedule(this);
        } catch (RejectedExecutionException schedulerIsGone) {
            run();
        }
    }

    @Override
    public void run() {
        int missed = 1;
        while (missed != 0) {
            deliver();
            missed = work.addAndGet(-missed);
        }
    }

    private void deliver() {
        if (over) {
            return;
        }
        if (isReading) {
            Read read = arrived.getAndSet(null);
            if (read == null) {
                return;
            }
            isReading = false;
            take(read);
        }
        // looked at before the events: what was published before the end is then seen
        End end = log.end();
        while (!over && demand > 0 && position < log.last()) {
            StoredEvent next = log.get(position + 1);
            if (next == null && end == null) {
                read();
                return;
            }
            if (next == null) {
                break;
            }
            position++;
            if (query.matches(next)) {
                emit(next);
            }
        }
        if (end != null) {
            finish(end.failure());
        }
    }

    private void emit(StoredEvent event) {
        subscriber.onNext(event);
        Operators.produced(DEMAND, this, 1);
    }

    private void read() {
        isReading = true;
        int limit = (int) Math.min(demand, LONGEST_READ);
        long published = log.last();
        long from = position;
        reading.update(log.read(query.after(from), limit)
                .subscribe(
                        events -> arrive(new Read(events, until(events, limit, Math.max(from, published)), null)),
                        failure -> arrive(new Read(List.of(), from, failure))));
    }

    /** A read that was not cut off has seen at least everything that was published before it began. */
    private static long until(List<StoredEvent> events, int limit, long published) {
        long lastRead = events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
        return events.size() < limit ? Math.max(lastRead, published) : lastRead;
    }

    private void arrive(Read read) {
        arrived.set(read);
        signal();
    }

    private void take(Read read) {
        if (read.failure() != null) {
            finish(log.isClosing() ? null : read.failure());
            return;
        }
        for (StoredEvent event : read.events()) {
            if (over) {
                return;
            }
            emit(event);
        }
        position = read.until();
    }

    private void finish(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        release();
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }
}
