package io.agentflux;

import io.agentflux.time.SchedulerClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * One circuit breaker per stage, on the time of one scheduler, made when first needed. Descriptions derived from one template
 * call the same functions, so they share these: a million agents need no more breakers than one.
 */
final class CircuitBreakers {

    private final CircuitBreakerConfig config;
    private final CircuitBreakerConfig onScheduler;
    private final ConcurrentMap<Stage, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    CircuitBreakers(CircuitBreakerConfig config, Scheduler scheduler) {
        if (config.isAutomaticTransitionFromOpenToHalfOpenEnabled()) {
            throw new IllegalArgumentException(
                    "The circuit breaker's automatic transition from open to half open runs on a"
                            + " thread and a clock of its own; leave it off, the next call after the wait makes the transition");
        }
        this.config = config;
        this.onScheduler = CircuitBreakerConfig.from(config)
                .clock(SchedulerClock.of(scheduler))
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .build();
    }

    CircuitBreakers on(Scheduler scheduler) {
        return new CircuitBreakers(config, scheduler);
    }

    /** The state of each; one that no call has needed yet is closed. */
    Map<Stage, CircuitBreaker.State> states() {
        Map<Stage, CircuitBreaker.State> states = new EnumMap<>(Stage.class);
        for (Stage stage : List.of(Stage.OPEN, Stage.OBSERVE, Stage.DECIDE, Stage.ACT)) {
            CircuitBreaker breaker = breakers.get(stage);
            states.put(stage, breaker == null ? CircuitBreaker.State.CLOSED : breaker.getState());
        }
        return states;
    }

    CircuitBreaker of(Stage stage) {
        CircuitBreaker breaker = breakers.get(stage);
        return breaker != null
                ? breaker
                : breakers.computeIfAbsent(
                        stage,
                        missing ->
                                CircuitBreaker.of("agentflux." + missing.name().toLowerCase(Locale.ROOT), onScheduler));
    }
}
