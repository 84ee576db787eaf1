package io.agentflux.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A {@link Scheduler} whose time is simulated: a discrete-event simulator. Tasks wait in a queue ordered by the time they are
 * due, then by submission, direct ones too, and run one after the other when time is advanced, each at its own instant. Between
 * tasks no time passes, so months take seconds, and the same tasks give the same order in every run.
 *
 * <p>Time moves in two ways. {@link #advanceTo} runs everything on the calling thread and suits a world that is synchronous.
 * {@link #runTo} doesn't block; it suits a world where some call is truly asynchronous, say a language model that decides.
 * Such a call is wrapped in {@link #standingStill}: while it is out, tasks that are due run, but time does not move.
 *
 * <p>Any thread may schedule and cancel. Work that comes from a thread other than the one advancing time takes its place in the
 * queue when it arrives; only a call made by way of {@code standingStill} arrives at a reproducible instant.
 *
 * <p>A task that throws ends the advance with its exception; the rest of the queue is kept, and time can be advanced again.
 */
public final class SimulatedScheduler implements Scheduler {

    /** An inbox below this size isn't searched for cancelled tasks. */
    private static final int SMALL = 1024;

    private final TaskQueue queue = new TaskQueue();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    /** What other threads scheduled since the queue was last looked at; guarded by itself. */
    private final List<SimulatedTask> inbox = new ArrayList<>();

    private int inboxLimit = SMALL;

    private volatile boolean inboxFilled;
    private volatile long now;
    private volatile boolean disposed;
    private volatile @Nullable Advance advance;

    /** The thread that runs tasks now. Plain on purpose: a thread only asks whether it is the one, and it wrote that itself. */
    private @Nullable Thread driver;

    private SimulatedScheduler(Instant start) {
        this.now = toNanos(start);
    }

    /** A scheduler with an empty queue where it is {@code start}. */
    public static SimulatedScheduler startingAt(Instant start) {
        return new SimulatedScheduler(start);
    }

    /** The simulated time. */
    public Instant now() {
        return toInstant(now);
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(now, TimeUnit.NANOSECONDS);
    }

    /** How many tasks are waiting. Exact while time is not being advanced. */
    public int pendingSize() {
        return queuedSize() - cancelled.get();
    }

    /** How many tasks take up room, cancelled ones included. */
    int queuedSize() {
        synchronized (inbox) {
            return queue.size() + inbox.size();
        }
    }

    /** Advances time by {@code duration}; see {@link #advanceTo}. */
    public void advanceBy(Duration duration) {
        advanceTo(now().plus(duration));
    }

    /**
     * Runs every task that is due up to and including {@code target}, on the calling thread, and leaves the time there.
     *
     * @throws IllegalArgumentException if {@code target} has passed
     * @throws IllegalStateException if time is already being advanced, or stands still for a call that has not returned: then
     *     use {@link #runTo}
     */
    public void advanceTo(Instant target) {
        Advance sync = new Advance(checkedTarget(target), null);
        begin(sync);
        drive();
        if (sync.failure instanceof Error error) {
            throw error;
        }
        if (sync.failure != null) {
            throw Exceptions.propagate(sync.failure);
        }
    }

    /**
     * Runs every task that is due up to and including {@code target}. Cold: a subscription begins the run on the subscribing
     * thread; when time stands still that thread is let go, and the one that releases it goes on. Completes at
     * {@code target}, on whichever thread got there.
     *
     * <p>Cancelling ends the run after the task that is running. Errors: what a task threw; {@link IllegalStateException} if
     * time is already being advanced; {@link IllegalArgumentException} if {@code target} has passed.
     */
    public Mono<Void> runTo(Instant target) {
        return Mono.create(sink -> {
            Advance run = new Advance(checkedTarget(target), sink);
            begin(run);
            sink.onCancel(() -> end(run));
            drive();
        });
    }

    /**
     * The same call, with time standing still from its subscription to its end. Its signals come on this scheduler, at the
     * instant at which it was subscribed to. Cancelling it lets time go on.
     */
    public <T> Mono<T> standingStill(Publisher<T> call) {
        return Mono.defer(() -> {
            AtomicBoolean out = new AtomicBoolean(true);
            held.incrementAndGet();
            return Mono.from(call).publishOn(this).doFinally(signal -> {
                if (out.compareAndSet(true, false)) {
                    held.decrementAndGet();
                    goOn();
                }
            });
        });
    }

    @Override
    public Disposable schedule(Runnable task) {
        return submit(new SimulatedTask(this, task, now));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return submit(new SimulatedTask(this, task, dueIn(delay, unit)));
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        PeriodicTask periodic = new PeriodicTask(this, task, Math.max(1, unit.toNanos(period)));
        periodic.begin(dueIn(initialDelay, unit));
        return periodic;
    }

    @Override
    public Worker createWorker() {
        return new SimulatedWorker(this);
    }

    /** Forgets all tasks and refuses new ones. */
    @Override
    public void dispose() {
        disposed = true;
        drive();
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    long dueIn(long delay, TimeUnit unit) {
        long due = now + Math.max(0, unit.toNanos(delay));
        return due < now ? Long.MAX_VALUE : due;
    }

    SimulatedTask submit(SimulatedTask task) {
        Objects.requireNonNull(task.get(), "task");
        if (disposed) {
            throw Exceptions.failWithRejected("The simulated scheduler has been disposed");
        }
        if (Thread.currentThread() == driver) {
            enqueue(task);
        } else {
            submitFromOutside(task);
        }
        return task;
    }

    private void submitFromOutside(SimulatedTask task) {
        synchronized (inbox) {
            if (inbox.size() >= inboxLimit) {
                int before = inbox.size();
                inbox.removeIf(SimulatedTask::isDead);
                cancelled.addAndGet(inbox.size() - before);
                inboxLimit = Math.max(SMALL, 2 * inbox.size());
            }
            inbox.add(task);
            inboxFilled = true;
        }
        goOn();
    }

    void cancelled() {
        cancelled.incrementAndGet();
    }

    private void begin(Advance beginning) {
        synchronized (turn) {
            if (advance != null || Thread.currentThread() == driver) {
                throw new IllegalStateException("Time is already being advanced; tasks must schedule, not advance");
            }
            advance = beginning;
        }
    }

    private void end(Advance ending) {
        synchronized (turn) {
            if (advance == ending) {
                advance = null;
            }
        }
    }

    /** Lets a run that waits go on, on this thread. A synchronous advance looks for itself. */
    private void goOn() {
        Advance current = advance;
        if (current != null && current.sink != null) {
            drive();
        }
    }

    /** Whoever comes first runs the tasks; whoever comes meanwhile leaves them to the first. */
    private void drive() {
        if (turn.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            Advance current = advance;
            if (disposed) {
                forgetTasks();
            }
            if (current != null) {
                driver = Thread.currentThread();
                try {
                    runTasks(current);
                } catch (Throwable failure) {
                    end(current);
                    current.fail(failure);
                } finally {
                    driver = null;
                }
            }
            missed = turn.addAndGet(-missed);
        } while (missed != 0);
    }

    private void runTasks(Advance current) {
        while (advance == current) {
            // read before the inbox: who lets time go on has put its continuation there first
            boolean standingStill = held.get() > 0;
            if (inboxFilled) {
                emptyInbox();
            }
            if (disposed) {
                forgetTasks();
            }
            long due = queue.firstDue();
            if (due > now || due > current.target) {
                if (standingStill) {
                    current.standsStill(held.get());
                    return;
                }
                if (due > current.target) {
                    now = current.target;
                    end(current);
                    current.complete();
                    return;
                }
                now = due;
            }
            SimulatedTask task = queue.poll();
            if (task == null) {
                continue;
            }
            if (task.isDead()) {
                cancelled.decrementAndGet();
            } else {
                task.execute();
            }
        }
    }

    private void enqueue(SimulatedTask task) {
        int removed = queue.add(task);
        if (removed > 0) {
            cancelled.addAndGet(-removed);
        }
    }

    private void emptyInbox() {
        synchronized (inbox) {
            inbox.forEach(this::enqueue);
            inbox.clear();
            inboxFilled = false;
        }
    }

    private void forgetTasks() {
        emptyInbox();
        queue.clear();
        cancelled.set(0);
    }

    private long checkedTarget(Instant target) {
        long nanos = toNanos(target);
        if (nanos < now) {
            throw new IllegalArgumentException("It is " + now() + ", time can't go back to " + target);
        }
        return nanos;
    }

    private static long toNanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
