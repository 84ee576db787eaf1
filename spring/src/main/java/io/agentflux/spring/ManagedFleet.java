package io.agentflux.spring;

import io.agentflux.AgentEvent;
import io.agentflux.Fleet;
import io.agentflux.RunningFleet;
import io.agentflux.StopReason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A fleet of the application: told of as one, since it may have more agents than anybody reads. */
final class ManagedFleet implements Managed {

    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);

    private final String name;
    private final Fleet<?, ?, ?> description;

    private volatile @Nullable Run run;

    ManagedFleet(String name, Fleet<?, ?, ?> description) {
        this.name = name;
        this.description = description;
    }

    @Override
    public synchronized void start() {
        RunningFleet before = handle();
        if (before == null || before.runningSize() == 0) {
            LOG.info("Fleet '{}' of {} agents starts", name, description.size());
            Run next = new Run();
            run = next;
            next.handle = description.start(next::happened);
        }
    }

    @Override
    public Mono<Void> stop(Duration grace) {
        return Mono.defer(() -> {
            RunningFleet handle = handle();
            return handle == null ? Mono.empty() : handle.stop(grace).then();
        });
    }

    /** Whether none of its agents runs any longer, and not all of them ended well. */
    @Override
    public boolean hasFailed() {
        Run current = run;
        RunningFleet handle = handle();
        return current != null && handle != null && current.failed > 0 && handle.runningSize() == 0;
    }

    /** Whether every agent that runs makes no calls. */
    @Override
    public boolean refusesCalls() {
        RunningFleet handle = handle();
        int runningSize = handle == null ? 0 : handle.runningSize();
        return handle != null && runningSize > 0 && refusingCalls(handle) >= runningSize;
    }

    @Override
    public FleetStatus status() {
        Run current = run;
        RunningFleet handle = handle();
        if (current == null || handle == null) {
            return new FleetStatus(name, description.size(), 0, 0, 0, 0, 0, null, null);
        }
        return new FleetStatus(
                name,
                description.size(),
                handle.runningSize(),
                current.failed,
                current.failingSize,
                refusingCalls(handle),
                current.cycles,
                current.lastCycle,
                current.lastError);
    }

    private static int refusingCalls(RunningFleet fleet) {
        return (int) fleet.agents().stream()
                .filter(agent -> agent.circuitBreakers().containsValue(CircuitBreaker.State.OPEN))
                .filter(ManagedAgent::isRunning)
                .count();
    }

    private @Nullable RunningFleet handle() {
        Run current = run;
        return current == null ? null : current.handle;
    }

    /** What is known of one run. Written by its events, which come one after the other. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private final class Run {

        private final Set<String> failing = new HashSet<>();
        private volatile @Nullable RunningFleet handle;
        private volatile int failingSize;
        private volatile int failed;
        private volatile long cycles;
        private volatile @Nullable Instant lastCycle;
        private volatile @Nullable String lastError;

        private void happened(AgentEvent<?, ?, ?> event) {
            if (event instanceof AgentEvent.CycleCompleted) {
                cycles++;
                lastCycle = event.at();
                failing.remove(event.agent());
            } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> cycle) {
                lastCycle = event.at();
                lastError = event.agent() + ": " + cycle.error();
                failing.add(event.agent());
            } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped) {
                failing.remove(event.agent());
                if (stopped.reason() instanceof StopReason.Failed end) {
                    failed++;
                    LOG.warn(
                            "Agent '{}' of fleet '{}' has failed and runs no longer", event.agent(), name, end.cause());
                }
            }
            failingSize = failing.size();
        }
    }
}
