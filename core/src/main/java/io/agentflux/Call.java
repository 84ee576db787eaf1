package io.agentflux;

import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.AgentInstrumentation.Span;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One call of a cycle: asks for one value, tries again after transient failures, and ends in exactly one of success, failure or
 * cancellation. A circuit breaker sees the call as a whole, retries included.
 *
 * @param <T> what the call gives
 */
final class Call<T> implements Disposable {

    private final CycleLoop<?, ?, ?> loop;
    private final Stage stage;
    private final Supplier<? extends Publisher<? extends T>> source;
    private final Consumer<@Nullable T> onSuccess;
    private final @Nullable CircuitBreaker breaker;
    private volatile @Nullable Span span;

    /** The attempt that is out, or the alarm of the next. */
    private volatile @Nullable Disposable pending;

    private volatile boolean cancelled;
    private long begunAt;
    private int retries;

    Call(
            CycleLoop<?, ?, ?> loop,
            Stage stage,
            Supplier<? extends Publisher<? extends T>> source,
            Consumer<@Nullable T> onSuccess) {
        this.loop = loop;
        this.stage = stage;
        this.source = source;
        this.onSuccess = onSuccess;
        CircuitBreakers breakers = loop.settings().breakers;
        this.breaker = breakers == null ? null : breakers.of(stage);
    }

    void begin() {
        Span begun = loop.beginSpan(stage);
        if (begun != null) {
            span = begun;
            if (cancelled) {
                begun.end(Ending.CANCELLED, null);
                return;
            }
        }
        if (breaker != null) {
            if (!breaker.tryAcquirePermission()) {
                failed(CallNotPermittedException.createCallNotPermittedException(breaker));
                return;
            }
            begunAt = breaker.getCurrentTimestamp();
        }
        attempt();
    }

    private void attempt() {
        @Nullable T value;
        try {
            Mono<T> first = Mono.from(ask());
            if (!(first instanceof Fuseable.ScalarCallable)) {
                subscribe(first);
                return;
            }
            value = scalar(first);
        } catch (Throwable error) {
            Exceptions.throwIfJvmFatal(error);
            fail(error);
            return;
        }
        succeed(value);
    }

    private Publisher<? extends T> ask() {
        Span watched = span;
        if (watched == null) {
            return source.get();
        }
        Disposable current = watched.makeCurrent();
        try {
            return source.get();
        } finally {
            current.dispose();
        }
    }

    @SuppressWarnings("unchecked") // a Mono<T> that is a scalar calls to a T, or null when it is empty
    private @Nullable T scalar(Mono<T> mono) throws Exception {
        return ((Callable<@Nullable T>) mono).call();
    }

    private void subscribe(Mono<T> first) {
        Attempt attempt = new Attempt();
        if (remember(attempt)) {
            Duration timeout = loop.settings().callTimeout;
            (timeout == null ? first : first.timeout(timeout, loop.settings().scheduler)).subscribe(attempt);
        }
    }

    private void succeed(@Nullable T value) {
        if (breaker != null) {
            breaker.onSuccess(breaker.getCurrentTimestamp() - begunAt, breaker.getTimestampUnit());
        }
        endSpan(value == null ? Ending.EMPTY : Ending.DONE, null);
        onSuccess.accept(value);
    }

    private void fail(Throwable thrown) {
        Throwable error = Failures.cause(thrown);
        Backoff backoff = loop.settings().backoff(stage);
        if (retries < backoff.retries() && loop.kindOf(error) == FailureKind.TRANSIENT && retryLater(backoff, error)) {
            return;
        }
        if (breaker != null) {
            breaker.onError(breaker.getCurrentTimestamp() - begunAt, breaker.getTimestampUnit(), error);
        }
        failed(error);
    }

    private void failed(Throwable error) {
        if (span != null) {
            endSpan(loop.kindOf(error) == FailureKind.CLOSED ? Ending.CLOSED : Ending.FAILED, error);
        }
        loop.failed(stage, error);
    }

    private void endSpan(Ending ending, @Nullable Throwable error) {
        Span watched = span;
        if (watched != null) {
            watched.end(ending, error);
        }
    }

    private Context context() {
        Context context = loop.callContext();
        Span watched = span;
        return watched == null ? context : watched.contextWithin(context);
    }

    private boolean retryLater(Backoff backoff, Throwable error) {
        retries++;
        long delay = backoff.delayMillis(retries, loop.random());
        loop.retrying(stage, retries, delay, error);
        Span watched = span;
        if (watched != null) {
            watched.retrying(error);
        }
        Alarm alarm = new Alarm();
        if (remember(alarm)) {
            try {
                alarm.set(loop.settings().scheduler, delay, this::attempt);
            } catch (RejectedExecutionException refused) {
                error.addSuppressed(refused);
                return false;
            }
        }
        return true;
    }

    private boolean remember(Disposable next) {
        pending = next;
        if (cancelled) {
            next.dispose();
        }
        return !cancelled;
    }

    @Override
    public void dispose() {
        cancelled = true;
        Disposable current = pending;
        if (current != null && !current.isDisposed()) {
            current.dispose();
            if (breaker != null) {
                breaker.releasePermission();
            }
        }
        endSpan(Ending.CANCELLED, null);
    }

    @Override
    public boolean isDisposed() {
        return cancelled;
    }

    /** One subscription; its first signal counts. */
    private final class Attempt extends BaseSubscriber<T> {

        private final Context context = context();
        private boolean answered;

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnNext(T value) {
            if (!answered) {
                answered = true;
                succeed(value);
            }
        }

        @Override
        protected void hookOnComplete() {
            if (!answered) {
                answered = true;
                succeed(null);
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            if (!answered) {
                answered = true;
                fail(error);
            }
        }
    }
}
