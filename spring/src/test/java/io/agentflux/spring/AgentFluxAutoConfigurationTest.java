package io.agentflux.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.Cadence;
import io.agentflux.FailureKind;
import io.agentflux.Fleet;
import io.agentflux.RunningAgent;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.observability.AgentMicrometer;
import io.agentflux.strategy.ReactiveStrategy;
import io.agentflux.strategy.Strategy;
import io.agentflux.testkit.FakeArena;
import io.agentflux.time.SimulatedScheduler;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class AgentFluxAutoConfigurationTest {

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AgentFluxAutoConfiguration.class));
    private final Strategy raise =
            (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more"));

    private AgentFlux<Integer, Integer, Integer> counter(AtomicInteger count) {
        return AgentFlux.observing(() -> Mono.fromCallable(count::incrementAndGet))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(clock);
    }

    @Test
    @DisplayName("an agent that is a bean runs from the start of the application to its end, and never after")
    void runsAgents() {
        AtomicInteger cycles = new AtomicInteger();
        application.withBean("counter", AgentFlux.class, () -> counter(cycles)).run(context -> {
            assertThat(context).hasNotFailed();
            clock.advanceBy(Duration.ofSeconds(9));
            AgentStatus status = context.getBean(Agents.class).status("counter").orElseThrow();
            assertThat(status.state()).isEqualTo(RunningAgent.State.RUNNING);
            assertThat(status.cycles()).isEqualTo(10);
            assertThat(status.lastCycle()).isEqualTo("2026-01-01T00:00:09Z");
        });
        clock.advanceBy(Duration.ofSeconds(9));

        assertThat(cycles).hasValue(10);
    }

    @Test
    @DisplayName("a strategy that is a bean runs the variant of the arena, as the properties say")
    void runsStrategies() {
        FakeArena arena = FakeArena.create(Schedulers.immediate());
        application
                .withBean(Arena.class, () -> arena)
                .withBean("raise", Strategy.class, () -> raise)
                .withPropertyValues("agentflux.agent.every=10ms", "agentflux.agent.heartbeat-interval=20ms")
                .run(context -> {
                    Agents agents = context.getBean(Agents.class);
                    await(() -> agents.status("raise").orElseThrow().cycles() >= 3);
                    await(() -> arena.heartbeats().size() >= 3);
                    assertThat(arena.decisions()).hasSizeGreaterThanOrEqualTo(3);
                });
    }

    private static void await(BooleanSupplier condition) {
        Boolean met = Mono.fromCallable(condition::getAsBoolean)
                .repeatWhen(times -> times.delayElements(Duration.ofMillis(5)))
                .filter(Boolean::booleanValue)
                .blockFirst(Duration.ofSeconds(20));
        assertThat(met).isTrue();
    }

    @Test
    @DisplayName("the properties make the client of the arena, with a token for each of several strategies")
    void makesTheClient() {
        application
                .withBean("one", Strategy.class, () -> raise)
                .withBean("two", ReactiveStrategy.class, () -> (signals, economy) -> Mono.empty())
                .withPropertyValues(
                        "agentflux.auto-start=false",
                        "agentflux.arena.url=https://arena.example.org",
                        "agentflux.arena.tokens.one=strat_one",
                        "agentflux.arena.tokens.two=strat_two")
                .run(context -> {
                    assertThat(context).hasSingleBean(ArenaClient.class);
                    assertThat(context.getBean(Agents.class).statuses())
                            .extracting(AgentStatus::name, AgentStatus::state)
                            .containsExactly(
                                    tuple("one", RunningAgent.State.NEW), tuple("two", RunningAgent.State.NEW));
                    assertThat(context.getBean(AgentFluxProperties.class).toString())
                            .doesNotContain("strat_");
                });
    }

    @Test
    @DisplayName("what is missing stops the start, and the message says what to set")
    void explainsWhatIsMissing() {
        application.withBean("one", Strategy.class, () -> raise).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("[one]")
                .hasMessageContaining("agentflux.arena.url"));
        application
                .withBean("one", Strategy.class, () -> raise)
                .withPropertyValues("agentflux.arena.url=https://arena.example.org")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("agentflux.arena.token"));
        application
                .withBean("one", Strategy.class, () -> raise)
                .withBean("two", Strategy.class, () -> raise)
                .withPropertyValues(
                        "agentflux.arena.url=https://arena.example.org", "agentflux.arena.token=strat_secret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("agentflux.arena.tokens.<name of the bean>")
                        .hasMessageNotContaining("strat_secret"));
    }

    @Test
    @DisplayName("switched off, or without an agent, it leaves the application alone")
    void canBeSwitchedOff() {
        application
                .withBean("one", Strategy.class, () -> raise)
                .withPropertyValues("agentflux.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Agents.class));
        application.run(
                context -> assertThat(context.getBean(Agents.class).statuses()).isEmpty());
    }

    @Test
    @DisplayName("health is down when an agent has failed, not when an arena has closed")
    void tellsHealth() {
        AgentFlux<String, String, String> broken = AgentFlux.observing(
                        () -> Mono.<String>error(new IllegalStateException("no sensor")))
                .<String>deciding(Optional::of)
                .acting(Mono::just)
                .failureLimit(2)
                .on(clock);
        AgentFlux<String, String, String> closed = AgentFlux.observing(
                        () -> Mono.<String>error(new ArenaClosedException("over", null)))
                .<String>deciding(Optional::of)
                .acting(Mono::just)
                .classifyingFailures(error -> FailureKind.CLOSED)
                .on(clock);
        application
                .withBean("broken", AgentFlux.class, () -> broken)
                .withBean("closed", AgentFlux.class, () -> closed)
                .run(context -> {
                    AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
                    clock.advanceBy(Duration.ofSeconds(1));
                    assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

                    clock.advanceBy(Duration.ofMinutes(5));

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
                .on(clock);
        application.withBean("flaky", AgentFlux.class, () -> flaky).run(context -> {
            AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
            Agents agents = context.getBean(Agents.class);
            clock.advanceBy(Duration.ofMillis(500));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

            clock.advanceBy(Duration.ofSeconds(1));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(agents.status("flaky").orElseThrow().circuitBreakers())
                    .containsEntry("observe", "open")
                    .containsEntry("act", "closed");

            clock.advanceBy(Duration.ofSeconds(10));
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
                .on(clock);
        Fleet<Integer, Integer, Integer> fleet =
                Fleet.of(List.of(counter(cycles).named("one"), counter(cycles).named("two"), broken));
        application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("crew", Fleet.class, () -> fleet)
                .run(context -> {
                    Agents agents = context.getBean(Agents.class);
                    AgentsEndpoint endpoint = new AgentsEndpoint(agents);
                    AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
                    clock.advanceBy(Duration.ofMillis(500));
                    assertThat(agents.fleetStatus("crew").orElseThrow())
                            .extracting(FleetStatus::agents, FleetStatus::running, FleetStatus::failing)
                            .containsExactly(3, 3, 1);
                    assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

                    clock.advanceBy(Duration.ofSeconds(2));
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
                    clock.advanceBy(Duration.ofSeconds(5));
                    assertThat(cycles).hasValue(6);

                    agents.start("crew");
                    clock.advanceBy(Duration.ofMillis(500));
                    assertThat(cycles).hasValue(8);
                    assertThat(agents.fleetStatus("crew").orElseThrow().failed())
                            .isZero();
                });
        clock.advanceBy(Duration.ofSeconds(5));
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
                .on(clock);
        Fleet<Integer, Integer, Integer> fleet = Fleet.of(List.of(
                counter(new AtomicInteger()).named("good").maxCycles(4),
                failing.named("soon").failureLimit(6),
                failing.named("late").failureLimit(8)));
        application.withBean("crew", Fleet.class, () -> fleet).run(context -> {
            AgentsHealthIndicator indicator = context.getBean(AgentsHealthIndicator.class);
            clock.advanceBy(Duration.ofMillis(2_500));
            assertThat(context.getBean(Agents.class).fleetStatus("crew").orElseThrow())
                    .extracting(FleetStatus::running, FleetStatus::refusingCalls)
                    .containsExactly(3, 2);
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);

            clock.advanceBy(Duration.ofSeconds(2));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            clock.advanceBy(Duration.ofSeconds(2));
            assertThat(context.getBean(Agents.class).fleetStatus("crew").orElseThrow())
                    .extracting(FleetStatus::running, FleetStatus::failed)
                    .containsExactly(1, 1);
            assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            clock.advanceBy(Duration.ofSeconds(2));
            assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    private static Health health(AgentsHealthIndicator indicator) {
        return Objects.requireNonNull(indicator.health(true));
    }

    @Test
    @DisplayName("the endpoint stops an agent and starts it again")
    void stopsAndStarts() {
        AtomicInteger cycles = new AtomicInteger();
        application.withBean("counter", AgentFlux.class, () -> counter(cycles)).run(context -> {
            AgentsEndpoint endpoint = new AgentsEndpoint(context.getBean(Agents.class));
            clock.advanceBy(Duration.ofMillis(2_500));
            int before = cycles.get();

            assertThat(endpoint.run("counter", false).block(Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(AgentStatus.class, stopped -> {
                        assertThat(stopped.state()).isEqualTo(RunningAgent.State.STOPPED);
                        assertThat(stopped.stopReason()).isEqualTo("requested");
                    });
            clock.advanceBy(Duration.ofSeconds(10));
            assertThat(cycles).hasValue(before);

            assertThat(endpoint.run("counter", true).block(Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(AgentStatus.class, started -> assertThat(started.stopReason())
                            .isNull());
            clock.advanceBy(Duration.ofMillis(2_500));
            assertThat(cycles).hasValue(before + 3);
            assertThat(endpoint.run("nobody", true).blockOptional(Duration.ofSeconds(20)))
                    .isEmpty();
            assertThat(endpoint.agent("nobody")).isNull();
        });
    }

    @Test
    @DisplayName("with a meter registry agents are measured by the name of their bean, unless they say how themselves")
    void measures() {
        List<String> heard = new ArrayList<>();
        application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("counter", AgentFlux.class, () -> counter(new AtomicInteger()))
                .withBean("own", AgentFlux.class, () -> counter(new AtomicInteger())
                        .instrumented(new AgentInstrumentation() {
                            @Override
                            public void onEvent(AgentEvent<?, ?, ?> event) {
                                heard.add(event.getClass().getSimpleName());
                            }
                        }))
                .run(context -> {
                    assertThat(context).hasSingleBean(AgentMicrometer.class);
                    clock.advanceBy(Duration.ofMillis(1_500));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("agentflux.cycle")
                                    .tags("strategy", "counter", "outcome", "done")
                                    .timer()
                                    .count())
                            .isEqualTo(2);
                    assertThat(meters.find("agentflux.cycle")
                                    .tag("strategy", "own")
                                    .timers())
                            .isEmpty();
                    assertThat(heard).contains("CycleCompleted");
                });
    }

    @Test
    @DisplayName("without Micrometer, health and actuator on the class path agents run all the same")
    void needsNothingElse() {
        AtomicInteger cycles = new AtomicInteger();
        application
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.boot.health", "org.springframework.boot.actuate"))
                .withBean("counter", AgentFlux.class, () -> counter(cycles))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Agents.class);
                    assertThat(context).doesNotHaveBean("agentMicrometer");
                    clock.advanceBy(Duration.ofMillis(1_500));
                    assertThat(cycles).hasValue(2);
                });
    }
}
