package io.agentflux.time;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** Tasks that are cancelled together. */
final class SimulatedWorker implements Scheduler.Worker {

    private final SimulatedScheduler scheduler;
    private final Disposable.Composite tasks = Disposables.composite();

    SimulatedWorker(SimulatedScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        OwnedTask owned = new OwnedTask(task, scheduler.dueIn(delay, unit));
        keep(owned);
        return scheduler.submit(owned);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Disposable periodic = scheduler.schedulePeriodically(task, initialDelay, period, unit);
        keep(periodic);
        return periodic;
    }

    private void keep(Disposable task) {
        if (!tasks.add(task)) {
            throw Exceptions.failWithRejected("The worker has been disposed");
        }
    }

    @Override
    public void dispose() {
        tasks.dispose();
    }

    @Override
    public boolean isDisposed() {
        return tasks.isDisposed();
    }

    /** Leaves the worker's books when it is run or cancelled. */
    private final class OwnedTask extends SimulatedTask {

        private static final long serialVersionUID = 1L;

        OwnedTask(Runnable work, long due) {
            super(scheduler, work, due);
        }

        @Override
        void execute() {
            tasks.remove(this);
            super.execute();
        }

        @Override
        public void dispose() {
            tasks.remove(this);
            super.dispose();
        }
    }
}
