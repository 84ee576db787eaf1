package io.agentflux.arena.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A time in which short delays pass at once, and are recorded, and long ones never end. */
final class HurriedScheduler implements Scheduler {

    private static final Duration LONG = Duration.ofSeconds(15);

    private final List<Duration> delays = new CopyOnWriteArrayList<>();

    List<Duration> delays() {
        return delays;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return Schedulers.parallel().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Duration asked = Duration.of(delay, unit.toChronoUnit());
        if (asked.compareTo(LONG) >= 0) {
            return Disposables.single();
        }
        delays.add(asked);
        return schedule(task);
    }

    @Override
    public long now(TimeUnit unit) {
        return 0;
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("nothing here needs a worker");
    }
}
