package io.agentflux;

import io.agentflux.AgentEvent.SkipCause;
import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.AgentInstrumentation.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.util.context.Context;

/**
 * The cycles of one run, one after the other: tick, observing, deciding, acting, next tick. Every step is begun by the end of the
 * step before, so plain fields are enough; only what a stop from elsewhere must find is volatile.
 */
final class CycleLoop<O, A, R> implements Runnable {

    private static final long NOT_SAID = Long.MIN_VALUE;

    private final AgentRun<O, A, R> run;
    private final Supplier<? extends Publisher<? extends Behavior<O, A, R>>> opening;
    private final AgentSettings<R> settings;
    private final RandomGenerator random;
    private final CadenceClock ticks;

    private @Nullable Behavior<O, A, R> behavior;
    private @Nullable O observation;
    private @Nullable A proposal;
    private long begunAt;
    private long completed;
    private int failures;
    private long resumeAt = NOT_SAID;
    private long lastMillis = Long.MIN_VALUE;
    private Instant lastInstant = Instant.EPOCH;

    private volatile long cycle;
    private volatile @Nullable Span span;
    private volatile @Nullable Alarm tick;
    private volatile @Nullable Call<?> call;

    CycleLoop(AgentRun<O, A, R> run, AgentFlux<O, A, R> agent) {
        this.run = run;
        this.opening = agent.opening;
        this.settings = agent.settings;
        this.random = new SplittableRandom(settings.seed ^ ((long) settings.name.hashCode() << 32));
        this.ticks = new CadenceClock(settings.cadence, settings.tickOverflow, random);
    }

    /** Sets the first tick and returns when it is due, in epoch milliseconds. */
    long begin(long now, long delay) {
        ticks.begin(now, delay);
        return ticks.due();
    }

    /** Waits for the tick that is due. */
    void await(long now) {
        Alarm next = new Alarm();
        tick = next;
        try {
            next.set(settings.scheduler, Math.max(0, ticks.due() - now), this);
        } catch (RejectedExecutionException refused) {
            run.end(new StopReason.Failed(refused));
        }
    }

    /** Cancels whatever this loop waits for. */
    void release() {
        Alarm waiting = tick;
        if (waiting != null) {
            waiting.dispose();
        }
        Call<?> out = call;
        if (out != null) {
            out.dispose();
        }
        endSpan(Ending.CANCELLED, null);
    }

    long cycle() {
        return cycle;
    }

    AgentSettings<R> settings() {
        return settings;
    }

    RandomGenerator random() {
        return random;
    }

    Context callContext() {
        Span current = span;
        return current == null ? run.context() : current.contextWithin(run.context());
    }

    /** The span of a call that begins, or null if nobody watches. */
    @Nullable Span beginSpan(Stage stage) {
        AgentInstrumentation instrumentation = run.instrumentation();
        return instrumentation == null ? null : instrumentation.beginCall(stage, callContext());
    }

    private void beginSpan() {
        AgentInstrumentation instrumentation = run.instrumentation();
        if (instrumentation != null) {
            span = instrumentation.beginCycle(run.context());
            if (!run.isInCycle()) {
                endSpan(Ending.CANCELLED, null);
            }
        }
    }

    private void endSpan(Ending ending, @Nullable Throwable error) {
        Span current = span;
        if (current != null) {
            span = null;
            current.end(ending, error);
        }
    }

    FailureKind kindOf(Throwable error) {
        return Failures.kind(error, settings.classifier);
    }

    /** A tick. */
    @Override
    public void run() {
        if (!run.enterCycle()) {
            return;
        }
        long now = run.now();
        long due = ticks.due();
        begunAt = now;
        resumeAt = NOT_SAID;
        long number = cycle + 1;
        cycle = number;
        beginSpan();
        skipped(ticks.fired(now), SkipCause.LATE_SCHEDULER, now - due);
        if (behavior == null) {
            opening();
        } else {
            observing();
        }
    }

    private void opening() {
        call(Stage.OPEN, opening, this::opened);
    }

    private void opened(@Nullable Behavior<O, A, R> opened) {
        if (opened == null) {
            failed(
                    Stage.OPEN,
                    new IllegalStateException(
                            "Agent '%s': opening completed without a behavior".formatted(settings.name)));
            return;
        }
        behavior = opened;
        if (completed >= settings.maxCycles) {
            endSpan(Ending.EMPTY, null);
            run.end(new StopReason.Finished(completed));
        } else {
            observing();
        }
    }

    private void observing() {
        call(Stage.OBSERVE, behavior()::observe, this::observed);
    }

    private void observed(@Nullable O seen) {
        if (!run.isInCycle()) {
            return;
        }
        observation = seen;
        if (seen == null) {
            hold();
            return;
        }
        run.emit(new AgentEvent.Observed<>(settings.name, cycle, instant(), seen));
        call(Stage.DECIDE, () -> behavior().decide(seen), this::decided);
    }

    private void decided(@Nullable A decision) {
        if (!run.isInCycle()) {
            return;
        }
        proposal = decision;
        if (decision == null) {
            hold();
            return;
        }
        run.emit(new AgentEvent.Decided<>(settings.name, cycle, instant(), decision));
        call(Stage.ACT, () -> behavior().act(decision), this::acted);
    }

    private void acted(@Nullable R result) {
        if (!run.isInCycle()) {
            return;
        }
        A tried = Objects.requireNonNull(proposal);
        run.emit(new AgentEvent.Acted<>(settings.name, cycle, instant(), tried, result));
        if (learned(result, null)) {
            complete();
        }
    }

    private void hold() {
        run.emit(new AgentEvent.Held<>(settings.name, cycle, instant()));
        complete();
    }

    private boolean learned(@Nullable R result, @Nullable Throwable error) {
        Outcome<O, A, R> outcome =
                new Outcome<>(Objects.requireNonNull(observation), Objects.requireNonNull(proposal), result, error);
        try {
            behavior().learn(outcome);
            if (result != null && settings.nextTick != null) {
                resumeAt = settings.nextTick
                        .apply(result)
                        .map(Instant::toEpochMilli)
                        .orElse(NOT_SAID);
            }
            return true;
        } catch (Throwable thrown) {
            Exceptions.throwIfJvmFatal(thrown);
            if (error == null) {
                failed(Stage.LEARN, thrown);
            } else {
                error.addSuppressed(thrown);
            }
            return false;
        }
    }

    private void complete() {
        failures = 0;
        completed++;
        long now = run.now();
        Duration took = Duration.ofMillis(now - begunAt);
        run.emit(new AgentEvent.CycleCompleted<>(settings.name, cycle, instant(now), completed, took));
        endSpan(proposal == null ? Ending.EMPTY : Ending.DONE, null);
        if (completed >= settings.maxCycles) {
            run.end(new StopReason.Finished(completed));
        } else {
            next(now);
        }
    }

    /** The cycle ended with an error. */
    void failed(Stage stage, Throwable error) {
        if (!run.isInCycle()) {
            return;
        }
        if (stage == Stage.ACT) {
            learned(null, error);
        }
        FailureKind kind = kindOf(error);
        endSpan(kind == FailureKind.CLOSED ? Ending.CLOSED : Ending.FAILED, error);
        if (kind == FailureKind.CLOSED) {
            run.end(new StopReason.Closed(error));
            return;
        }
        failures++;
        long now = run.now();
        run.emit(new AgentEvent.CycleFailed<>(settings.name, cycle, instant(now), stage, kind, error, failures));
        if (failures >= settings.failureLimit) {
            run.end(new StopReason.Failed(error));
        } else {
            next(now);
        }
    }

    /** A call will be tried again. */
    void retrying(Stage stage, int retry, long delayMillis, Throwable error) {
        Duration delay = Duration.ofMillis(delayMillis);
        run.emit(new AgentEvent.CallRetried<>(settings.name, cycle, instant(), stage, retry, delay, error));
    }

    private void next(long now) {
        call = null; // an idle agent keeps nothing of its last cycle
        observation = null;
        proposal = null;
        if (resumeAt > now) {
            ticks.resumeAt(resumeAt);
        } else {
            skipped(ticks.ended(now), SkipCause.SLOW_CYCLE, now - begunAt);
        }
        if (run.leaveCycle()) {
            await(now);
            run.waiting();
        }
    }

    private void skipped(long number, SkipCause cause, long lastedMillis) {
        if (number > 0) {
            run.emit(new AgentEvent.TickSkipped<>(
                    settings.name,
                    cycle,
                    instant(),
                    number,
                    cause,
                    Duration.ofMillis(lastedMillis),
                    settings.cadence.period()));
        }
    }

    private <T> void call(
            Stage stage, Supplier<? extends Publisher<? extends T>> source, Consumer<@Nullable T> onSuccess) {
        Call<T> next = new Call<>(this, stage, source, onSuccess);
        call = next;
        if (run.isInCycle()) {
            next.begin();
        }
    }

    private Behavior<O, A, R> behavior() {
        return Objects.requireNonNull(behavior);
    }

    private Instant instant() {
        return instant(run.now());
    }

    private Instant instant(long millis) {
        if (millis != lastMillis) {
            lastMillis = millis;
            lastInstant = Instant.ofEpochMilli(millis);
        }
        return lastInstant;
    }
}
