package io.agentflux;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Time that can pass while the only thread is busy, so that tasks run late, as they do on an overloaded machine. */
final class StallingScheduler implements Scheduler {

    private record Task(long due, Runnable work, Disposable cancellation) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::due));
    private long now;

    /** The thread is busy for so long. */
    void stall(long millis) {
        now += millis;
    }

    void runUntil(long millis) {
        while (!tasks.isEmpty() && tasks.peek().due <= millis) {
            Task task = tasks.remove();
            now = Math.max(now, task.due);
            if (!task.cancellation.isDisposed()) {
                task.work.run();
            }
        }
        now = Math.max(now, millis);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return schedule(task, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Disposable cancellation = Disposables.single();
        tasks.add(new Task(now + unit.toMillis(delay), task, cancellation));
        return cancellation;
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(now, TimeUnit.MILLISECONDS);
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("no test needs it");
    }
}
