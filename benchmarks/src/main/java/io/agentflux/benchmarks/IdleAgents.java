package io.agentflux.benchmarks;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.Fleet;
import io.agentflux.RunningFleet;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * How much heap does an idle agent take? Runs a fleet on one simulated scheduler until every agent has completed a cycle and waits
 * for its next tick, then prints the bytes per agent that survive a collection: {@code IdleAgents [agents] [beating]}.
 */
public final class IdleAgents {

    private IdleAgents() {}

    public static void main(String[] arguments) {
        int agents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        boolean beating = arguments.length > 1 && arguments[1].equals("beating");
        long before = usedHeap();

        SimulatedScheduler world = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        AgentFlux<Integer, Integer, Integer> template = AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofHours(1)).stagger(Duration.ofHours(1)))
                .on(world);
        AgentFlux<Integer, Integer, Integer> each =
                beating ? template.heartbeat(Duration.ofMinutes(30), period -> Mono.empty()) : template;
        long[] events = new long[1];
        RunningFleet fleet = Fleet.of(agents, each).start(event -> events[0]++);
        world.advanceBy(Duration.ofMinutes(61));

        long after = usedHeap();
        System.out.printf(
                "%,d agents idle, %,d events so far, %,d timers waiting: %,d bytes per agent, %,d MiB in all%n",
                fleet.runningSize(), events[0], world.pendingSize(), (after - before) / agents, after >> 20);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
