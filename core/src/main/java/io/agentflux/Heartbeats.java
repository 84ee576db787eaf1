package io.agentflux;

import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.AgentInstrumentation.Span;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** The heartbeats of one run: one after the other, each an interval after the one before was sent, and one at the end. */
final class Heartbeats<O, A, R> implements Runnable {

    private final AgentRun<O, A, R> run;
    private final AgentSettings<R> settings;
    private final Duration interval;
    private final Function<? super Duration, ? extends Publisher<?>> beat;

    /** The beat that is out, or the alarm of the next. */
    private volatile @Nullable Disposable pending;

    /** The last beat, once it is out. */
    private volatile @Nullable Disposable last;

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
        Beat sending = new Beat(this::next);
        if (remember(sending)) {
            send(() -> beat.apply(settings.cadence.period()), sending);
        }
    }

    /** Sends a heartbeat that says why the run ends, if that is wanted, and goes on when it is delivered or given up. */
    void sendLast(StopReason reason, Runnable then) {
        var lastBeat = settings.lastHeartbeat;
        if (lastBeat == null) {
            then.run();
            return;
        }
        Beat sending = new Beat(then);
        last = sending;
        send(() -> lastBeat.apply(settings.cadence.period(), reason), sending);
        if (run.isOver()) {
            sending.dispose();
        }
    }

    private void send(Supplier<? extends Publisher<?>> call, Beat sending) {
        Mono.defer(() -> Mono.when(call.get()))
                .timeout(interval, Mono.error(this::unanswered), settings.scheduler)
                .subscribe(sending);
    }

    private TimeoutException unanswered() {
        return new TimeoutException("the heartbeat was not answered within " + interval.toMillis()
                + " ms; look at the arena and the way to it");
    }

    void release() {
        dispose(pending);
    }

    /** Gives the last heartbeat up. */
    void releaseLast() {
        dispose(last);
    }

    private static void dispose(@Nullable Disposable current) {
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
        if (run.isEnding()) {
            next.dispose();
        }
        return !next.isDisposed();
    }

    private final class Beat extends BaseSubscriber<@Nullable Void> {

        private final Runnable then;
        private final @Nullable Span span;
        private final Context context;

        Beat(Runnable then) {
            AgentInstrumentation instrumentation = run.instrumentation();
            this.then = then;
            this.span = instrumentation == null ? null : instrumentation.beginHeartbeat(run.context());
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
            then.run();
        }

        @Override
        protected void hookOnError(Throwable error) {
            Throwable cause = Failures.cause(error);
            endSpan(Ending.FAILED, cause);
            run.emit(new AgentEvent.HeartbeatFailed<>(settings.name, run.cycle(), run.instant(), cause));
            then.run();
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
