package io.agentflux;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * The life of one run: who may begin a cycle, and how it ends. The phase decides every race between a tick, the end of a cycle, a
 * stop and a cancellation; whoever moves it to {@code PARTING} says why the run ends, and whoever moves it to {@code OVER} ends
 * it, once.
 */
final class AgentRun<O, A, R> implements RunningAgent {

    private enum Phase {
        NEW,
        WAITING,
        IN_CYCLE,
        /** Nothing follows but the last heartbeat. */
        PARTING,
        OVER
    }

    private final AgentSettings<R> settings;
    private final EventQueue<O, A, R> events;
    private final Context context;
    private final Consumer<StopReason> onEnd;
    private final @Nullable AgentInstrumentation instrumentation;
    private final CycleLoop<O, A, R> cycles;
    private final @Nullable Heartbeats<O, A, R> heartbeats;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final Sinks.One<StopReason> stopped = Sinks.one();

    /** Why the run ends, once its phase is {@code PARTING}. */
    private volatile @Nullable StopReason parting;

    private volatile boolean stopping;
    private volatile boolean silenced;

    AgentRun(AgentFlux<O, A, R> agent, EventQueue<O, A, R> events, Context readerContext, Consumer<StopReason> onEnd) {
        this.settings = agent.settings;
        this.events = events;
        this.context = readerContext.put(AgentFlux.AGENT_KEY, settings.name);
        this.onEnd = onEnd;
        this.instrumentation = settings.instrumentation == null
                ? null
                : new GuardedInstrumentation(settings.instrumentation, settings.name);
        this.cycles = new CycleLoop<>(this, agent);
        this.heartbeats = settings.heartbeat == null || settings.heartbeatInterval == null
                ? null
                : new Heartbeats<>(this, settings, settings.heartbeatInterval, settings.heartbeat);
    }

    void begin(Duration delay) {
        if (instrumentation != null) {
            instrumentation.beginRun(this);
        }
        long now = now();
        long firstTick = cycles.begin(now, delay.toMillis());
        emit(new AgentEvent.Started<>(settings.name, 0, Instant.ofEpochMilli(now), Instant.ofEpochMilli(firstTick)));
        cycles.await(now);
        waiting();
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public State state() {
        Phase current = phase.get();
        if (current == Phase.OVER) {
            return State.STOPPED;
        }
        return stopping || current == Phase.PARTING ? State.STOPPING : current == Phase.NEW ? State.NEW : State.RUNNING;
    }

    @Override
    public Map<Stage, CircuitBreaker.State> circuitBreakers() {
        return settings.breakers == null ? Map.of() : settings.breakers.states();
    }

    @Override
    public Mono<StopReason> onStop() {
        return stopped.asMono();
    }

    @Override
    public Mono<StopReason> stop(Duration grace) {
        return Mono.defer(() -> {
            requestStop(grace);
            return onStop();
        });
    }

    private void requestStop(Duration grace) {
        if (grace.toMillis() <= 0) {
            stopping = true;
            interrupt();
            return;
        }
        stopAfterCycle();
        if (isOver()) {
            return;
        }
        Alarm patience = new Alarm();
        onStop().subscribe(reason -> patience.dispose());
        try {
            patience.set(settings.scheduler, grace.toMillis(), this::interrupt);
        } catch (RejectedExecutionException refused) {
            interrupt(); // on a scheduler that is gone no grace would ever be over
        }
    }

    /** The grace is over: ends the run at once, whatever it is in the middle of. */
    private void interrupt() {
        Phase before = phase.getAndSet(Phase.OVER);
        if (before == Phase.OVER) {
            return;
        }
        release();
        StopReason told = parting;
        finish(before == Phase.PARTING && told != null ? told : new StopReason.Requested(before == Phase.IN_CYCLE));
    }

    /** Lets the cycle in flight finish, however long it takes, and begins no other. */
    void stopAfterCycle() {
        stopping = true;
        endWaiting(new StopReason.Requested(false));
    }

    /** Ends the run without another event: the reader has gone. */
    void cancel() {
        if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
            release();
            StopReason reason = new StopReason.Requested(true);
            instrument(stopped(reason));
            tell(reason);
        }
    }

    /** Ends the run for {@code reason}, unless it is ending. */
    void end(StopReason reason) {
        if (phase.compareAndSet(Phase.IN_CYCLE, Phase.PARTING)) {
            part(reason);
        } else {
            endWaiting(reason);
        }
    }

    /** Whether a tick may begin a cycle; the first also begins the heartbeats. */
    boolean enterCycle() {
        if (phase.compareAndSet(Phase.WAITING, Phase.IN_CYCLE)) {
            return true;
        }
        if (!phase.compareAndSet(Phase.NEW, Phase.IN_CYCLE)) {
            return false;
        }
        if (heartbeats != null) {
            heartbeats.run();
        }
        return isInCycle();
    }

    /** Whether another cycle may follow the one that ends; if not, the run is over. */
    boolean leaveCycle() {
        if (stopping) {
            end(new StopReason.Requested(false));
        }
        return phase.compareAndSet(Phase.IN_CYCLE, Phase.WAITING);
    }

    /** The next tick is set: now a stop that came meanwhile has something to cancel. */
    void waiting() {
        if (stopping) {
            endWaiting(new StopReason.Requested(false));
        }
        if (isEnding()) {
            cycles.release();
        }
    }

    private void endWaiting(StopReason reason) {
        if (phase.compareAndSet(Phase.WAITING, Phase.PARTING)) {
            part(reason);
        } else if (phase.compareAndSet(Phase.NEW, Phase.OVER)) {
            // nobody has heard of this run yet
            release();
            finish(reason);
        }
    }

    private void part(StopReason reason) {
        parting = reason;
        release();
        if (heartbeats == null || reason instanceof StopReason.Closed) {
            conclude();
        } else {
            heartbeats.sendLast(reason, this::conclude);
        }
    }

    private void conclude() {
        if (phase.compareAndSet(Phase.PARTING, Phase.OVER)) {
            finish(Objects.requireNonNull(parting));
        }
    }

    private void finish(StopReason reason) {
        AgentEvent.Stopped<O, A, R> last = stopped(reason);
        instrument(last);
        events.offerLast(this, last);
        tell(reason);
    }

    private AgentEvent.Stopped<O, A, R> stopped(StopReason reason) {
        return new AgentEvent.Stopped<>(settings.name, cycle(), instant(), reason);
    }

    private void tell(StopReason reason) {
        onEnd.accept(reason);
        events.afterwards(() -> stopped.emitValue(reason, Sinks.EmitFailureHandler.FAIL_FAST));
    }

    private void release() {
        cycles.release();
        if (heartbeats != null) {
            heartbeats.release();
            if (isOver()) {
                heartbeats.releaseLast();
            }
        }
    }

    boolean isInCycle() {
        return phase.get() == Phase.IN_CYCLE;
    }

    /** Whether no cycle and no heartbeat but the last may begin. */
    boolean isEnding() {
        Phase current = phase.get();
        return current == Phase.PARTING || current == Phase.OVER;
    }

    boolean isOver() {
        return phase.get() == Phase.OVER;
    }

    void emit(AgentEvent<O, A, R> event) {
        instrument(event);
        events.offer(this, event);
    }

    /** The reader lost an event, this one or an older one. */
    void lost() {
        if (instrumentation != null) {
            instrument(new AgentEvent.EventsDropped<>(settings.name, cycle(), instant(), 1));
        }
    }

    private void instrument(AgentEvent<O, A, R> event) {
        if (instrumentation != null) {
            instrumentation.onEvent(event);
        }
    }

    @Nullable AgentInstrumentation instrumentation() {
        return instrumentation;
    }

    /** Whether the last event of this run is out. */
    boolean silenced() {
        return silenced;
    }

    void silence() {
        silenced = true;
    }

    long cycle() {
        return cycles.cycle();
    }

    long now() {
        return settings.scheduler.now(TimeUnit.MILLISECONDS);
    }

    Instant instant() {
        return Instant.ofEpochMilli(now());
    }

    /** The context of what belongs to the cycle of now. */
    Context context() {
        return context.put(AgentFlux.CYCLE_KEY, cycle());
    }
}
