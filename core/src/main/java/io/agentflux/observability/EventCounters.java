package io.agentflux.observability;

import io.agentflux.AgentEvent;
import io.agentflux.RunningAgent;
import io.agentflux.Stage;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.RejectionCode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes meters of events. */
final class EventCounters {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, Set<RunningAgent>> breakers = new ConcurrentHashMap<>();

    EventCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(AgentEvent<?, ?, ?> event, String strategy) {
        if (event instanceof AgentEvent.Started) {
            running(strategy).incrementAndGet();
        } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped) {
            running(strategy).decrementAndGet();
            add(1, AgentMeters.AGENTS_STOPPED, strategy, reason(stopped.reason()));
        } else if (event instanceof AgentEvent.TickSkipped<?, ?, ?> skipped) {
            add(skipped.ticks(), AgentMeters.TICKS_SKIPPED, strategy, word(skipped.cause()));
        } else if (event instanceof AgentEvent.CallRetried<?, ?, ?> retried) {
            add(1, AgentMeters.CALLS_RETRIED, strategy, word(retried.stage()));
        } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failed
                && failed.error() instanceof CallNotPermittedException) {
            add(1, AgentMeters.CALLS_REFUSED, strategy, word(failed.stage()));
        } else if (event instanceof AgentEvent.EventsDropped<?, ?, ?> dropped) {
            add(dropped.events(), AgentMeters.EVENTS_DROPPED, strategy, null);
        } else if (event instanceof AgentEvent.Acted<?, ?, ?> acted && acted.result() instanceof ConfigResult result) {
            add(1, AgentMeters.VERDICTS, strategy, verdict(result));
        }
    }

    /** Counts the open circuit breakers of this run as long as it lasts. */
    void watchBreakers(RunningAgent run, String strategy) {
        Set<RunningAgent> runs = breakers.computeIfAbsent(strategy, this::breakersOf);
        runs.add(run);
        run.onStop().subscribe(reason -> runs.remove(run));
    }

    private Set<RunningAgent> breakersOf(String strategy) {
        Set<RunningAgent> runs = ConcurrentHashMap.newKeySet();
        for (Stage stage : List.of(Stage.OPEN, Stage.OBSERVE, Stage.DECIDE, Stage.ACT)) {
            gauge(AgentMeters.CIRCUIT_BREAKERS_OPEN, strategy, word(stage), runs, all -> all.stream()
                    .filter(each -> each.circuitBreakers().get(stage) == CircuitBreaker.State.OPEN)
                    .count());
        }
        return runs;
    }

    private AtomicInteger running(String strategy) {
        return running.computeIfAbsent(strategy, missing -> {
            AtomicInteger count = new AtomicInteger();
            gauge(AgentMeters.AGENTS_RUNNING, strategy, null, count, AtomicInteger::get);
            return count;
        });
    }

    private <T> void gauge(
            AgentMeters meter, String strategy, @Nullable String value, T measured, ToDoubleFunction<T> measure) {
        Gauge.builder(meter.getName(), measured, measure)
                .tags(meter.tags(strategy, value))
                .baseUnit(meter.getBaseUnit())
                .description(meter.description())
                .register(registry);
    }

    private void add(long amount, AgentMeters meter, String strategy, @Nullable String value) {
        Counter.builder(meter.getName())
                .tags(meter.tags(strategy, value))
                .baseUnit(meter.getBaseUnit())
                .description(meter.description())
                .register(registry)
                .increment((double) amount);
    }

    private static String reason(StopReason reason) {
        return reason.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String verdict(ConfigResult result) {
        if (result.accepted()) {
            return result.clampedDeltas().isEmpty() ? "accepted" : "clamped";
        }
        return Arrays.stream(RejectionCode.values())
                .filter(result::isRejectedAs)
                .findFirst()
                .map(EventCounters::word)
                .orElse("refused");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
