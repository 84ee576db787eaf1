package io.agentflux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * A task that will be scheduled once. It exists before it is scheduled, so it can be kept where others find and cancel it, even
 * if it fires before {@link Scheduler#schedule} has returned.
 */
final class Alarm extends AtomicReference<@Nullable Disposable> implements Disposable {

    private static final long serialVersionUID = 1L;
    private static final Disposable CANCELLED = Disposables.disposed();

    void set(Scheduler scheduler, long delayMillis, Runnable task) {
        Disposable scheduled = scheduler.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        if (!compareAndSet(null, scheduled)) {
            scheduled.dispose();
        }
    }

    @Override
    public void dispose() {
        Disposable scheduled = getAndSet(CANCELLED);
        if (scheduled != null) {
            scheduled.dispose();
        }
    }

    @Override
    public boolean isDisposed() {
        Disposable scheduled = get();
        return scheduled != null && scheduled.isDisposed();
    }
}
