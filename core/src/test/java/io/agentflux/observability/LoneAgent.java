package io.agentflux.observability;

import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.Cadence;
import io.agentflux.StopReason;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Runs an agent to its end and tells why it ended. */
public final class LoneAgent implements Supplier<String> {

    @Override
    public String get() {
        SimulatedScheduler world = SimulatedScheduler.startingAt(Instant.EPOCH);
        Mono<StopReason> end = AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .heartbeat(Duration.ofSeconds(1), interval -> Mono.empty())
                .instrumented(new AgentInstrumentation() {})
                .maxCycles(3)
                .on(world)
                .start()
                .onStop();
        world.advanceBy(Duration.ofMinutes(1));
        return String.valueOf(end.block(Duration.ofSeconds(30)));
    }
}
