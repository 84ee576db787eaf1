package io.agentflux.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.RunningAgent;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.observability.AgentMicrometer;
import io.agentflux.strategy.ReactiveStrategy;
import io.agentflux.strategy.Strategy;
import io.agentflux.testkit.FakeArena;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class AgentFluxAutoConfigurationTest {

    private final TestApplication test = new TestApplication();
    private final Strategy raise =
            (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more"));

    @Test
    @DisplayName("an agent that is a bean runs from the start of the application to its end, and never after")
    void runsAgents() {
        AtomicInteger cycles = new AtomicInteger();
        test.application
                .withBean("counter", AgentFlux.class, () -> test.counter(cycles))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    test.clock.advanceBy(Duration.ofSeconds(9));
                    AgentStatus status =
                            context.getBean(Agents.class).status("counter").orElseThrow();
                    assertThat(status.state()).isEqualTo(RunningAgent.State.RUNNING);
                    assertThat(status.cycles()).isEqualTo(10);
                    assertThat(status.lastCycle()).isEqualTo("2026-01-01T00:00:09Z");
                });
        test.clock.advanceBy(Duration.ofSeconds(9));

        assertThat(cycles).hasValue(10);
    }

    @Test
    @DisplayName("a strategy that is a bean runs the variant of the arena, as the properties say")
    void runsStrategies() {
        FakeArena arena = FakeArena.create(Schedulers.immediate());
        test.application
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
        test.application
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
        test.application.withBean("one", Strategy.class, () -> raise).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("[one]")
                .hasMessageContaining("agentflux.arena.url"));
        test.application
                .withBean("one", Strategy.class, () -> raise)
                .withPropertyValues("agentflux.arena.url=https://arena.example.org")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("agentflux.arena.token"));
        test.application
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
        test.application
                .withBean("one", Strategy.class, () -> raise)
                .withPropertyValues("agentflux.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Agents.class));
        test.application.run(
                context -> assertThat(context.getBean(Agents.class).statuses()).isEmpty());
    }

    @Test
    @DisplayName("the endpoint stops an agent and starts it again")
    void stopsAndStarts() {
        AtomicInteger cycles = new AtomicInteger();
        test.application
                .withBean("counter", AgentFlux.class, () -> test.counter(cycles))
                .run(context -> {
                    AgentsEndpoint endpoint = new AgentsEndpoint(context.getBean(Agents.class));
                    test.clock.advanceBy(Duration.ofMillis(2_500));
                    int before = cycles.get();

                    assertThat(endpoint.run("counter", false).block(Duration.ofSeconds(20)))
                            .isInstanceOfSatisfying(AgentStatus.class, stopped -> {
                                assertThat(stopped.state()).isEqualTo(RunningAgent.State.STOPPED);
                                assertThat(stopped.stopReason()).isEqualTo("requested");
                            });
                    test.clock.advanceBy(Duration.ofSeconds(10));
                    assertThat(cycles).hasValue(before);

                    assertThat(endpoint.run("counter", true).block(Duration.ofSeconds(20)))
                            .isInstanceOfSatisfying(AgentStatus.class, started -> assertThat(started.stopReason())
                                    .isNull());
                    test.clock.advanceBy(Duration.ofMillis(2_500));
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
        test.application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("counter", AgentFlux.class, () -> test.counter(new AtomicInteger()))
                .withBean("own", AgentFlux.class, () -> test.counter(new AtomicInteger())
                        .instrumented(new AgentInstrumentation() {
                            @Override
                            public void onEvent(AgentEvent<?, ?, ?> event) {
                                heard.add(event.getClass().getSimpleName());
                            }
                        }))
                .run(context -> {
                    assertThat(context).hasSingleBean(AgentMicrometer.class);
                    test.clock.advanceBy(Duration.ofMillis(1_500));
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
        test.application
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.boot.health", "org.springframework.boot.actuate"))
                .withBean("counter", AgentFlux.class, () -> test.counter(cycles))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Agents.class);
                    assertThat(context).doesNotHaveBean("agentMicrometer");
                    test.clock.advanceBy(Duration.ofMillis(1_500));
                    assertThat(cycles).hasValue(2);
                });
    }
}
