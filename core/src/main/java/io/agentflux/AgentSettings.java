package io.agentflux;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The options of an {@link AgentFlux}. Changed only on a fresh copy that nobody else has seen yet. */
final class AgentSettings<R> {

    String name = "agent";
    Cadence cadence = Cadence.fixedDelay(Duration.ofMinutes(1));
    TickOverflow tickOverflow = TickOverflow.SKIP;

    @Nullable Function<? super R, Optional<Instant>> nextTick;

    @Nullable Duration heartbeatInterval;

    @Nullable Function<? super Duration, ? extends Publisher<?>> heartbeat;

    @Nullable BiFunction<? super Duration, ? super StopReason, ? extends Publisher<?>> lastHeartbeat;

    Function<? super Throwable, FailureKind> classifier = FailureKind::of;
    Map<Stage, Backoff> backoffs = Map.of();

    @Nullable Duration callTimeout;

    @Nullable CircuitBreakers breakers;

    @Nullable AgentInstrumentation instrumentation;

    int failureLimit = 5;
    long maxCycles = Long.MAX_VALUE;
    int eventBuffer = 256;
    EventOverflow eventOverflow = EventOverflow.DROP_OLDEST;
    Scheduler scheduler = Schedulers.parallel();
    long seed;

    AgentSettings() {}

    AgentSettings(AgentSettings<R> other) {
        name = other.name;
        cadence = other.cadence;
        tickOverflow = other.tickOverflow;
        nextTick = other.nextTick;
        heartbeatInterval = other.heartbeatInterval;
        heartbeat = other.heartbeat;
        lastHeartbeat = other.lastHeartbeat;
        classifier = other.classifier;
        backoffs = other.backoffs;
        callTimeout = other.callTimeout;
        breakers = other.breakers;
        instrumentation = other.instrumentation;
        failureLimit = other.failureLimit;
        maxCycles = other.maxCycles;
        eventBuffer = other.eventBuffer;
        eventOverflow = other.eventOverflow;
        scheduler = other.scheduler;
        seed = other.seed;
    }

    void backoff(Stage stage, Backoff backoff) {
        Map<Stage, Backoff> changed = new EnumMap<>(Stage.class);
        changed.putAll(backoffs);
        changed.put(stage, backoff);
        backoffs = changed;
    }

    Backoff backoff(Stage stage) {
        return backoffs.getOrDefault(stage, Backoff.NONE);
    }
}
