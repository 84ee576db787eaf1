package io.agentflux;

import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.AgentInstrumentation.Span;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** The heartbeats of one run: one after the other, each an interval after the one before was sent. */
final class Heartbeats<O, A, R> implements Runnable {

    private final AgentRun<O, A, R> run;
    private final AgentSettings<R> settings;
    private final Duration interval;
    private final Function<? super Duration, ? extends Publisher<?>> beat;

    /** The beat that is out, or the alarm of the next. */
    private volatile @Nullable Disposable pending;

    private long sentAt;

    Heartbeats(
            AgentRun<O, A, R> run,
            AgentSettings<R> settings,
            Duration interval,
            Function<? super Duration, ? extends Publisher<?>> beat) {
        this.run = run;
        this.settings = settings;
        this.interval = interval;
        this.beat = beat;
    }

    /** Sends a heartbeat. */
    @Override
    public void run() {
        sentAt = run.now();
        AgentInstrumentation instrumentation = run.instrumentation();
        Beat sending = new Beat(instrumentation == null ? null : instrumentation.beginHeartbeat(run.context()));
        if (remember(sending)) {
            Mono.defer(() -> Mono.when(beat.apply(settings.cadence.period())))
                    .timeout(interval, settings.scheduler)
                    .subscribe(sending);
        }
    }

    void release() {
        Disposable current = pending;
        if (current != null) {
            current.dispose();
        }
    }

    private void next() {
        long now = run.now();
        Alarm alarm = new Alarm();
        if (remember(alarm)) {
            try {
                alarm.set(settings.scheduler, Math.max(0, sentAt + interval.toMillis() - now), this);
            } catch (RejectedExecutionException refused) {
                run.emit(new AgentEvent.HeartbeatFailed<>(settings.name, run.cycle(), run.instant(), refused));
            }
        }
    }

    private boolean remember(Disposable next) {
        pending = next;
        if (run.isStopped()) {
            next.dispose();
        }
        return !next.isDisposed();
    }

    private final class Beat extends BaseSubscriber<@Nullable Void> {

        private final @Nullable Span span;
        private final Context context;

        Beat(@Nullable Span span) {
            this.span = span;
            this.context = span == null ? run.context() : span.contextWithin(run.context());
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnComplete() {
            endSpan(Ending.DONE, null);
            run.emit(new AgentEvent.HeartbeatSent<>(settings.name, run.cycle(), run.instant()));
            next();
        }

        @Override
        protected void hookOnError(Throwable error) {
            Throwable cause = Failures.cause(error);
            endSpan(Ending.FAILED, cause);
            run.emit(new AgentEvent.HeartbeatFailed<>(settings.name, run.cycle(), run.instant(), cause));
            next();
        }

        @Override
        protected void hookOnCancel() {
            endSpan(Ending.CANCELLED, null);
        }

        private void endSpan(Ending ending, @Nullable Throwable error) {
            if (span != null) {
                span.end(ending, error);
            }
        }
    }
}
