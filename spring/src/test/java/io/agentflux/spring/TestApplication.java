package io.agentflux.spring;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** An application in simulated time, without any agent yet. */
final class TestApplication {

    final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AgentFluxAutoConfiguration.class));

    AgentFlux<Integer, Integer, Integer> counter(AtomicInteger count) {
        return AgentFlux.observing(() -> Mono.fromCallable(count::incrementAndGet))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(clock);
    }
}
