package io.agentflux;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * Carries the events of one or many runs to one reader: serially, no faster than asked for, and without ever holding up a run.
 * Whoever brings an event while nobody else is emitting hands it over at once; otherwise it waits in the bounded buffer.
 */
final class EventQueue<O, A, R> implements Subscription {

    private final String name;
    private final Scheduler scheduler;
    private final int capacity;
    private final EventOverflow policy;

    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();

    /** Null once cancelled or ended: a publisher must let go of its subscriber. */
    private volatile @Nullable CoreSubscriber<? super AgentEvent<O, A, R>> reader;

    private volatile boolean cancelled;
    private volatile boolean done;
    private @Nullable Throwable error;
    private Runnable cancellation = () -> {};

    /** Made when first needed; guarded by {@code this}, as is {@code dropped}. */
    private @Nullable ArrayDeque<AgentEvent<O, A, R>> buffer;

    private long dropped;

    /** What waits for the reader to have been told, null if nothing does; changed under the lock only. */
    private volatile @Nullable ArrayDeque<Runnable> afterwards;

    /** Whether buffer and drop count are untouched, readable without the lock. */
    private volatile boolean idle = true;

    EventQueue(
            CoreSubscriber<? super AgentEvent<O, A, R>> reader,
            String name,
            Scheduler scheduler,
            int capacity,
            EventOverflow policy) {
        this.reader = reader;
        this.name = name;
        this.scheduler = scheduler;
        this.capacity = capacity;
        this.policy = policy;
    }

    void onCancel(Runnable action) {
        cancellation = action;
    }

    void offer(AgentRun<O, A, R> run, AgentEvent<O, A, R> event) {
        if (work.get() == 0 && work.compareAndSet(0, 1)) {
            CoreSubscriber<? super AgentEvent<O, A, R>> direct = reader;
            if (idle && !done && !cancelled && direct != null && demand.get() > 0) {
                if (!run.silenced()) {
                    direct.onNext(event);
                    produced(1);
                }
            } else {
                push(run, event);
            }
            drainLoop();
        } else {
            push(run, event);
            drain();
        }
    }

    /** The last event of a run: it is never dropped, and what the run brings afterwards is ignored. */
    void offerLast(AgentRun<O, A, R> run, AgentEvent.Stopped<O, A, R> stopped) {
        synchronized (this) {
            if (done || cancelled) {
                return;
            }
            run.silence();
            markDropped();
            add(stopped);
        }
        drain();
    }

    /** No run will bring any more; the reader gets what is buffered, then the end. */
    void complete(@Nullable Throwable failure) {
        if (!done) {
            error = failure;
            done = true;
            drain();
        }
    }

    /**
     * Runs {@code action} once the reader has been told what was offered before, as far as it asked for it. Another thread may be
     * telling it, which then runs the action.
     */
    void afterwards(Runnable action) {
        synchronized (this) {
            ArrayDeque<Runnable> waiting = afterwards == null ? new ArrayDeque<>(2) : afterwards;
            waiting.add(action);
            afterwards = waiting;
        }
        drain();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            clear();
            complete(new IllegalArgumentException("Demand must be positive (Reactive Streams 3.9), was " + n));
            cancellation.run();
        } else {
            demand.accumulateAndGet(n, Operators::addCap);
            drain();
        }
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            cancellation.run();
            drain();
        }
    }

    private void push(AgentRun<O, A, R> run, AgentEvent<O, A, R> event) {
        boolean overflown = false;
        boolean lost = false;
        synchronized (this) {
            if (done || cancelled || run.silenced()) {
                return;
            }
            if (bufferedSize() < capacity) {
                markDropped();
                add(event);
            } else if (policy == EventOverflow.ERROR) {
                overflown = true;
            } else {
                dropped++;
                lost = true;
                idle = false;
                if (policy == EventOverflow.DROP_OLDEST) {
                    dropOldest();
                    add(event);
                }
            }
        }
        if (lost) {
            run.lost();
        }
        if (overflown) {
            complete(Exceptions.failWithOverflow(
                    "Agent '%s': its reader is more than %d events behind; read faster,".formatted(name, capacity)
                            + " enlarge the event buffer or choose a policy that drops"));
            cancellation.run();
        }
    }

    /** The newest were dropped: says so where they would have been. */
    private void markDropped() {
        if (policy == EventOverflow.DROP_LATEST && dropped > 0) {
            add(takeDropped());
        }
    }

    private void add(AgentEvent<O, A, R> event) {
        if (buffer == null) {
            buffer = new ArrayDeque<>(4);
        }
        buffer.add(event);
        idle = false;
    }

    private void dropOldest() {
        for (Iterator<AgentEvent<O, A, R>> oldest =
                        Objects.requireNonNull(buffer).iterator();
                oldest.hasNext(); ) {
            if (!(oldest.next() instanceof AgentEvent.Stopped)) {
                oldest.remove();
                return;
            }
        }
    }

    private synchronized @Nullable AgentEvent<O, A, R> poll() {
        if (policy == EventOverflow.DROP_OLDEST && dropped > 0) {
            return takeDropped();
        }
        AgentEvent<O, A, R> next = buffer == null ? null : buffer.poll();
        idle = bufferedSize() == 0 && dropped == 0;
        return next;
    }

    private AgentEvent<O, A, R> takeDropped() {
        Instant now = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
        AgentEvent<O, A, R> mark = new AgentEvent.EventsDropped<>(name, 0, now, dropped);
        dropped = 0;
        return mark;
    }

    private synchronized void clear() {
        buffer = null;
        dropped = 0;
        idle = true;
    }

    private int bufferedSize() {
        return buffer == null ? 0 : buffer.size();
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            drainLoop();
        }
    }

    private void drainLoop() {
        int missed = 1;
        do {
            CoreSubscriber<? super AgentEvent<O, A, R>> current = reader;
            if (cancelled) {
                reader = null;
                clear();
            } else if (current != null) {
                emit(current);
            }
            if (afterwards != null) {
                takeAfterwards().forEach(Runnable::run);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private synchronized Iterable<Runnable> takeAfterwards() {
        Iterable<Runnable> waiting = Objects.requireNonNullElse(afterwards, List.of());
        afterwards = null;
        return waiting;
    }

    private void emit(CoreSubscriber<? super AgentEvent<O, A, R>> current) {
        long emitted = 0;
        long wanted = demand.get();
        while (!idle && emitted < wanted && !cancelled) {
            AgentEvent<O, A, R> next = poll();
            if (next != null) {
                current.onNext(next);
                emitted++;
            }
        }
        produced(emitted);
        if (done && idle && !cancelled) {
            reader = null;
            cancelled = true;
            if (error == null) {
                current.onComplete();
            } else {
                current.onError(error);
            }
        }
    }

    private void produced(long emitted) {
        if (emitted > 0 && demand.get() != Long.MAX_VALUE) {
            demand.addAndGet(-emitted);
        }
    }
}
