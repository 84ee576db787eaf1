package io.agentflux.sandbox;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Another scheduler, but for what a test overrides. */
public class ForwardingScheduler implements Scheduler {

    private final Scheduler other;

    public ForwardingScheduler(Scheduler other) {
        this.other = other;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return other.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return other.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return other.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
        return other.now(unit);
    }
}
