package io.agentflux.time;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Work due at an instant. The reference holds the work until it is run or cancelled, whichever takes it first. */
class SimulatedTask extends AtomicReference<@Nullable Runnable> implements Disposable {

    private static final long serialVersionUID = 1L;

    private final transient SimulatedScheduler scheduler;
    final long due;

    /** Orders tasks that are due at the same time; given when the task enters the queue. */
    long submission;

    SimulatedTask(SimulatedScheduler scheduler, Runnable work, long due) {
        super(work);
        this.scheduler = scheduler;
        this.due = due;
    }

    void execute() {
        Runnable work = getAndSet(null);
        if (work != null) {
            work.run();
        }
    }

    boolean isDead() {
        return getPlain() == null;
    }

    @Override
    public void dispose() {
        if (getAndSet(null) != null) {
            scheduler.cancelled();
        }
    }

    @Override
    public boolean isDisposed() {
        return get() == null;
    }
}
