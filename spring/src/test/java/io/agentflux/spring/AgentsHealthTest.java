package io.agentflux.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.FailureKind;
import io.agentflux.Fleet;
import io.agentflux.arena.ArenaClosedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/** What the health of an application says of its agents, and of its fleets as a whole. */
class AgentsHealthTest {

    private final TestApplication test = new TestApplication();

    @Test
    @DisplayName("health is down when an agent has failed, not when an arena has closed")
    void tellsHealth() {
        AgentFlux<String, String, String> broken = AgentFlux.observing(
                        () -> Mono.<String>error(new IllegalStateException("no sensor")))
                .<String>deciding(Optional::of)
                .acting(Mono::just)
                .failureLimit(2)
                .on(test.clock);
        AgentFlux<String, String, String> closed = AgentFlux.observing(
                        () -> Mono.<String>error(new ArenaClosedException("over", null)))
                .<String>deciding(Optional::of)
                .acting(Mono::just)
                .classifyingFailures(error -> FailureKind.CLOSED)
                .on(test.clock);
        test.application
                .withBean("broken", AgentFlux.class, () -> broken)
                .withBean("closed", AgentFlux.class, () -> closed)
                .run(context -> {
                    AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
                    test.clock.advanceBy(Duration.ofSeconds(1));
                    assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

                    test.clock.advanceBy(Duration.ofMinutes(5));

                    assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(indicator).getDetails().get("broken"))
                            .isInstanceOfSatisfying(AgentStatus.class, status -> {
                                assertThat(status.stopReason()).isEqualTo("failed");
                                assertThat(status.lastError()).contains("no sensor");
                                assertThat(status.consecutiveFailures()).isEqualTo(2);
                            });
                    assertThat(health(indicator).getDetails().get("closed"))
                            .isInstanceOfSatisfying(AgentStatus.class, status -> assertThat(status.stopReason())
                                    .isEqualTo("closed"));
                });
    }

    @Test
    @DisplayName("health is out of service while a circuit breaker is open, and the endpoint says which")
    void tellsBreakers() {
        AtomicInteger attempts = new AtomicInteger();
        AgentFlux<Integer, Integer, Integer> flaky = AgentFlux.observing(() -> Mono.fromCallable(() -> {
                    if (attempts.incrementAndGet() <= 2) {
                        throw new IllegalStateException("down");
                    }
                    return 1;
                }))
                .<Integer>deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .circuitBreaker(CircuitBreakerConfig.custom()
                        .slidingWindowSize(2)
                        .minimumNumberOfCalls(2)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .build())
                .on(test.clock);
        test.application.withBean("flaky", AgentFlux.class, () -> flaky).run(context -> {
            AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
            Agents agents = context.getBean(Agents.class);
            test.clock.advanceBy(Duration.ofMillis(500));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

            test.clock.advanceBy(Duration.ofSeconds(1));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(agents.status("flaky").orElseThrow().circuitBreakers())
                    .containsEntry("observe", "open")
                    .containsEntry("act", "closed");

            test.clock.advanceBy(Duration.ofSeconds(10));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
            assertThat(agents.status("flaky").orElseThrow().circuitBreakers()).containsEntry("observe", "closed");
        });
    }

    @Test
    @DisplayName("a fleet that is a bean runs with the application, is told of as one, and is measured")
    void runsFleets() {
        AtomicInteger cycles = new AtomicInteger();
        AgentFlux<Integer, Integer, Integer> broken = AgentFlux.observing(
                        () -> Mono.<Integer>error(new IllegalStateException("no sensor")))
                .<Integer>deciding(Optional::of)
                .acting(Mono::just)
                .failureLimit(2)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .named("broken")
                .on(test.clock);
        Fleet<Integer, Integer, Integer> fleet = Fleet.of(
                List.of(test.counter(cycles).named("one"), test.counter(cycles).named("two"), broken));
        test.application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("crew", Fleet.class, () -> fleet)
                .run(context -> {
                    Agents agents = context.getBean(Agents.class);
                    AgentsEndpoint endpoint = new AgentsEndpoint(agents);
                    AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
                    test.clock.advanceBy(Duration.ofMillis(500));
                    assertThat(agents.fleetStatus("crew").orElseThrow())
                            .extracting(FleetStatus::agents, FleetStatus::running, FleetStatus::failing)
                            .containsExactly(3, 3, 1);
                    assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

                    test.clock.advanceBy(Duration.ofSeconds(2));
                    FleetStatus status = agents.fleetStatus("crew").orElseThrow();
                    assertThat(status)
                            .isEqualTo(new FleetStatus(
                                    "crew",
                                    3,
                                    2,
                                    1,
                                    0,
                                    0,
                                    6,
                                    Instant.parse("2026-01-01T00:00:02Z"),
                                    "broken: java.lang.IllegalStateException: no sensor"));
                    assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
                    assertThat(health(indicator).getDetails()).containsEntry("crew", status);
                    assertThat(endpoint.agent("crew")).isEqualTo(status);
                    assertThat(endpoint.agents()).containsEntry("fleets", List.of(status));
                    assertThat(agents.status("crew")).isEmpty();
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("agentflux.cycle")
                                    .tags("strategy", "crew", "outcome", "done")
                                    .timer()
                                    .count())
                            .isEqualTo(6);

                    assertThat(endpoint.run("crew", false).block(Duration.ofSeconds(20)))
                            .isInstanceOfSatisfying(FleetStatus.class, stopped -> assertThat(stopped.running())
                                    .isZero());
                    test.clock.advanceBy(Duration.ofSeconds(5));
                    assertThat(cycles).hasValue(6);

                    agents.start("crew");
                    test.clock.advanceBy(Duration.ofMillis(500));
                    assertThat(cycles).hasValue(8);
                    assertThat(agents.fleetStatus("crew").orElseThrow().failed())
                            .isZero();
                });
        test.clock.advanceBy(Duration.ofSeconds(5));
        assertThat(cycles).hasValue(8);
    }

    @Test
    @DisplayName(
            "a fleet is down when none of its agents is left, and out of service when all that are left refuse calls")
    void judgesFleetsAsAWhole() {
        AgentFlux<Integer, Integer, Integer> failing = AgentFlux.observing(
                        () -> Mono.<Integer>error(new IllegalStateException("no sensor")))
                .<Integer>deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .circuitBreaker(CircuitBreakerConfig.custom()
                        .slidingWindowSize(2)
                        .minimumNumberOfCalls(2)
                        .waitDurationInOpenState(Duration.ofMinutes(1))
                        .build())
                .on(test.clock);
        Fleet<Integer, Integer, Integer> fleet = Fleet.of(List.of(
                test.counter(new AtomicInteger()).named("good").maxCycles(4),
                failing.named("soon").failureLimit(6),
                failing.named("late").failureLimit(8)));
        test.application.withBean("crew", Fleet.class, () -> fleet).run(context -> {
            AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
            test.clock.advanceBy(Duration.ofMillis(2_500));
            assertThat(context.getBean(Agents.class).fleetStatus("crew").orElseThrow())
                    .extracting(FleetStatus::running, FleetStatus::refusingCalls)
                    .containsExactly(3, 2);
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

            test.clock.advanceBy(Duration.ofSeconds(2));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            test.clock.advanceBy(Duration.ofSeconds(2));
            assertThat(context.getBean(Agents.class).fleetStatus("crew").orElseThrow())
                    .extracting(FleetStatus::running, FleetStatus::failed)
                    .containsExactly(1, 1);
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            test.clock.advanceBy(Duration.ofSeconds(2));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    private static Health health(AgentsHealthIndicator indicator) {
        return Objects.requireNonNull(indicator.health(true));
    }
}
