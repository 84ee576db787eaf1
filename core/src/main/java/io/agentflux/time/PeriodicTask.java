package io.agentflux.time;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Work that is due again and again, at a fixed rate. */
final class PeriodicTask implements Runnable, Disposable {

    private final SimulatedScheduler scheduler;
    private final Runnable work;
    private final long period;
    private volatile boolean disposed;
    private volatile @Nullable SimulatedTask next;

    PeriodicTask(SimulatedScheduler scheduler, Runnable work, long period) {
        this.scheduler = scheduler;
        this.work = work;
        this.period = period;
    }

    void begin(long due) {
        SimulatedTask task = new SimulatedTask(scheduler, this, due);
        next = task;
        scheduler.submit(task);
        if (disposed) {
            task.dispose();
        }
    }

    @Override
    public void run() {
        work.run();
        SimulatedTask ran = next;
        if (!disposed && ran != null) {
            begin(ran.due + period);
        }
    }

    @Override
    public void dispose() {
        disposed = true;
        SimulatedTask waiting = next;
        if (waiting != null) {
            waiting.dispose();
        }
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }
}
