package io.agentflux.spring;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.RunningAgent;
import io.agentflux.StopReason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One agent of the application, which may be started again when its run is over. */
final class ManagedAgent implements Managed {

    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);

    private final String name;
    private final AgentFlux<?, ?, ?> description;

    private volatile @Nullable Run run;

    ManagedAgent(String name, AgentFlux<?, ?, ?> description) {
        this.name = name;
        this.description = description;
    }

    @Override
    public synchronized void start() {
        RunningAgent before = handle();
        if (before == null || !isRunning(before)) {
            Run next = new Run();
            run = next;
            next.handle = description.start(next::happened);
        }
    }

    @Override
    public Mono<Void> stop(Duration grace) {
        return Mono.defer(() -> {
            RunningAgent handle = handle();
            return handle == null ? Mono.empty() : handle.stop(grace).then();
        });
    }

    static boolean isRunning(RunningAgent agent) {
        return agent.state() != RunningAgent.State.STOPPED;
    }

    @Override
    public boolean refusesCalls() {
        RunningAgent handle = handle();
        return handle != null && isRunning(handle) && handle.circuitBreakers().containsValue(CircuitBreaker.State.OPEN);
    }

    @Override
    public boolean hasFailed() {
        Run current = run;
        return current != null && current.stopReason instanceof StopReason.Failed;
    }

    @Override
    public AgentStatus status() {
        Run current = run;
        RunningAgent handle = handle();
        if (current == null || handle == null) {
            return new AgentStatus(name, RunningAgent.State.NEW, 0, 0, Map.of(), null, null, null);
        }
        StopReason reason = current.stopReason;
        return new AgentStatus(
                name,
                handle.state(),
                current.cycles,
                current.failures,
                breakers(handle),
                current.lastCycle,
                current.lastError,
                reason == null ? null : reason.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> breakers(RunningAgent agent) {
        Map<String, String> breakers = new LinkedHashMap<>();
        agent.circuitBreakers().forEach((stage, state) -> breakers.put(word(stage), word(state)));
        return breakers;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private @Nullable RunningAgent handle() {
        Run current = run;
        return current == null ? null : current.handle;
    }

    /** What is known of one run. Written by its events, which come one after the other. */
    private final class Run {

        private volatile @Nullable RunningAgent handle;
        private volatile long cycles;
        private volatile int failures;
        private volatile @Nullable Instant lastCycle;
        private volatile @Nullable String lastError;
        private volatile @Nullable StopReason stopReason;

        private void happened(AgentEvent<?, ?, ?> event) {
            if (event instanceof AgentEvent.Started) {
                LOG.info("Agent '{}' starts", name);
            } else if (event instanceof AgentEvent.CycleCompleted<?, ?, ?> completed) {
                cycles = completed.completed();
                failures = 0;
                lastCycle = completed.at();
            } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failed) {
                failures = failed.consecutive();
                lastCycle = failed.at();
                lastError = String.valueOf(failed.error());
            } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped) {
                stopReason = stopped.reason();
                if (stopped.reason() instanceof StopReason.Failed failed) {
                    LOG.warn("Agent '{}' has failed and runs no longer", name, failed.cause());
                } else {
                    LOG.info("Agent '{}' is over: {}", name, stopped.reason());
                }
            }
        }
    }
}
