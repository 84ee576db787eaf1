package io.agentflux.observability;

import io.agentflux.AgentEvent;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.RejectionCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes meters of events. */
final class EventCounters {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

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
        } else if (event instanceof AgentEvent.EventsDropped<?, ?, ?> dropped) {
            add(dropped.events(), AgentMeters.EVENTS_DROPPED, strategy, null);
        } else if (event instanceof AgentEvent.Acted<?, ?, ?> acted && acted.result() instanceof ConfigResult result) {
            add(1, AgentMeters.VERDICTS, strategy, verdict(result));
        }
    }

    private AtomicInteger running(String strategy) {
        return running.computeIfAbsent(strategy, missing -> {
            AtomicInteger count = new AtomicInteger();
            AgentMeters meter = AgentMeters.AGENTS_RUNNING;
            Gauge.builder(meter.getName(), count, AtomicInteger::get)
                    .tags(meter.tags(strategy, null))
                    .baseUnit(meter.getBaseUnit())
                    .description(meter.description())
                    .register(registry);
            return count;
        });
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
