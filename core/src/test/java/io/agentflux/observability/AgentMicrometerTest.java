package io.agentflux.observability;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.Backoff;
import io.agentflux.Cadence;
import io.agentflux.EventOverflow;
import io.agentflux.RunningAgent;
import io.agentflux.Stage;
import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.time.SimulatedScheduler;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AgentMicrometerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedScheduler world = SimulatedScheduler.startingAt(START);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    private AgentFlux<Integer, Integer, ConfigResult> agent(Flux<ConfigResult> results) {
        AtomicInteger seen = new AtomicInteger();
        List<ConfigResult> answers = results.collectList().block(Duration.ofSeconds(30));
        return AgentFlux.observing(() -> Mono.fromCallable(seen::incrementAndGet))
                .deciding(Optional::of)
                .acting(number -> Mono.just(answers.get((number - 1) % answers.size())))
                .named("a7")
                .every(Cadence.fixedDelay(Duration.ofMinutes(1)))
                .on(world);
    }

    private static ConfigResult accepted(Map<String, ClampedDelta> clamped) {
        return new ConfigResult(true, Map.of("scanXp", 12.0), clamped, null, null, null, "d", List.of());
    }

    private static ConfigResult refused(String code) {
        return new ConfigResult(false, Map.of(), Map.of(), code, null, null, "d", List.of());
    }

    private double count(AgentMeters meter, String... tags) {
        return meters.get(meter.getName()).tags(tags).meters().stream()
                .flatMap(found -> Flux.fromIterable(found.measure()).toStream())
                .filter(measured -> Set.of(Statistic.COUNT, Statistic.VALUE).contains(measured.getStatistic()))
                .mapToDouble(measured -> measured.getValue())
                .sum();
    }

    @Test
    @DisplayName("each cycle is an observation whose calls are its children, with the documented keys and no others")
    void observesCycles() {
        agent(Flux.just(accepted(Map.of())))
                .maxCycles(2)
                .heartbeat(Duration.ofMinutes(10), interval -> Mono.empty())
                .instrumented(AgentMicrometer.of(meters, observations).strategy("pid"))
                .start();
        world.advanceBy(Duration.ofMinutes(2));

        assertThat(observations)
                .hasNumberOfObservationsEqualTo(1 + 1 + 2 * 4)
                .hasNumberOfObservationsWithNameEqualTo("agentflux.cycle", 2)
                .hasNumberOfObservationsWithNameEqualTo("agentflux.act", 2)
                .hasNumberOfObservationsWithNameEqualTo("agentflux.open", 1)
                .hasNumberOfObservationsWithNameEqualTo("agentflux.heartbeat", 1)
                .hasAnObservationWithAKeyValue("agentflux.cycle", "2");
        for (AgentObservations kind : AgentObservations.values()) {
            assertThat(observations)
                    .hasObservationWithNameEqualTo(kind.getName())
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasOnlyKeys("strategy", "outcome", "agentflux.agent", "agentflux.cycle")
                    .hasLowCardinalityKeyValue("strategy", "pid")
                    .hasLowCardinalityKeyValue("outcome", "done")
                    .hasHighCardinalityKeyValue("agentflux.agent", "a7");
        }
        for (String call : List.of("agentflux.open", "agentflux.observe", "agentflux.decide", "agentflux.act")) {
            assertThat(observations)
                    .hasObservationWithNameEqualTo(call)
                    .that()
                    .hasParentObservationContextMatching(parent -> "agentflux.cycle".equals(parent.getName()));
        }
        assertThat(observations)
                .hasObservationWithNameEqualTo("agentflux.heartbeat")
                .that()
                .doesNotHaveParentObservation();
    }

    @Test
    @DisplayName("a circuit breaker that is open is a gauge as long as its agent runs, and its refusals are counted")
    void measuresBreakers() {
        RunningAgent agent = AgentFlux.observing(() -> Mono.<Integer>error(new IOException("cut")))
                .<Integer>deciding(Optional::of)
                .acting(Mono::just)
                .circuitBreaker(CircuitBreakerConfig.custom()
                        .slidingWindowSize(2)
                        .minimumNumberOfCalls(2)
                        .waitDurationInOpenState(Duration.ofHours(1))
                        .build())
                .failureLimit(5)
                .on(world)
                .instrumented(AgentMicrometer.of(meters).strategy("pid"))
                .start();
        AgentMeters open = AgentMeters.CIRCUIT_BREAKERS_OPEN;
        assertThat(count(open, "strategy", "pid")).isZero();

        world.advanceBy(Duration.ofMinutes(3));
        assertThat(agent.circuitBreakers())
                .containsEntry(Stage.OBSERVE, CircuitBreaker.State.OPEN)
                .containsEntry(Stage.ACT, CircuitBreaker.State.CLOSED);
        assertThat(count(open, "strategy", "pid", "stage", "observe")).isEqualTo(1);
        assertThat(count(open, "strategy", "pid", "stage", "act")).isZero();
        assertThat(count(AgentMeters.CALLS_REFUSED, "strategy", "pid", "stage", "observe"))
                .isEqualTo(2);

        world.advanceBy(Duration.ofMinutes(3));
        assertThat(agent.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(count(open, "strategy", "pid", "stage", "observe")).isZero();
    }

    @Test
    @DisplayName(
            "a failed call and its cycle carry the error, a retry is an event, an end that is no failure is no error")
    void observesFailures() {
        AgentFlux.observing(() -> Mono.<Integer>error(new IOException("cut")))
                .<Integer>deciding(Optional::of)
                .acting(Mono::just)
                .retrying(Backoff.exponential(1, Duration.ofSeconds(1)))
                .failureLimit(1)
                .on(world)
                .instrumented(AgentMicrometer.of(meters, observations))
                .start();
        world.advanceBy(Duration.ofSeconds(5));

        assertThat(observations)
                .hasObservationWithNameEqualTo("agentflux.observe")
                .that()
                .hasLowCardinalityKeyValue("outcome", "failed")
                .hasLowCardinalityKeyValue("strategy", "none")
                .hasEvent("retry")
                .hasError()
                .thenError()
                .hasMessage("cut");
        assertThat(observations)
                .hasObservationWithNameEqualTo("agentflux.cycle")
                .that()
                .hasError();
        assertThat(count(AgentMeters.CALLS_RETRIED, "strategy", "none", "stage", "observe"))
                .isEqualTo(1);
        assertThat(count(AgentMeters.AGENTS_STOPPED, "reason", "failed")).isEqualTo(1);
    }

    @Test
    @DisplayName("a cycle of a run whose subscriber is observed itself belongs to that observation")
    void continuesTheTraceOfTheReader() {
        Observation request = Observation.start("request", observations);
        agent(Flux.just(accepted(Map.of())))
                .maxCycles(1)
                .instrumented(AgentMicrometer.of(meters, observations))
                .events()
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, request))
                .subscribe();
        world.advanceBy(Duration.ofSeconds(5));
        request.stop();

        assertThat(observations)
                .hasObservationWithNameEqualTo("agentflux.cycle")
                .that()
                .hasParentObservationEqualTo(request);
    }

    @Test
    @DisplayName(
            "the observation of a call is current in the function of its stage, and behind it where context is restored")
    void propagatesContext() {
        List<@Nullable String> current = new ArrayList<>();
        AgentFlux.observing(() -> Mono.just(1).handle((value, sink) -> {
                    current.add(currentName());
                    sink.next(value);
                }))
                .deciding(value -> {
                    current.add(currentName());
                    return Optional.of(value);
                })
                .acting(value -> Mono.deferContextual(context -> {
                    current.add(context.<Observation>get(ObservationThreadLocalAccessor.KEY)
                            .getContext()
                            .getName());
                    return Mono.empty();
                }))
                .maxCycles(1)
                .on(world)
                .instrumented(AgentMicrometer.of(meters, observations))
                .start();
        world.advanceBy(Duration.ofSeconds(5));

        assertThat(current).containsExactly("agentflux.observe", "agentflux.decide", "agentflux.act");
        assertThat(observations.getCurrentObservation()).isNull();
    }

    private @Nullable String currentName() {
        Observation current = observations.getCurrentObservation();
        return current == null ? null : current.getContext().getName();
    }

    @Test
    @DisplayName("verdicts, skipped ticks, drops and running agents are counted by strategy, however slow the reader")
    void counts() {
        var micrometer = AgentMicrometer.of(meters, ObservationRegistry.NOOP);
        var answers = Flux.just(
                accepted(Map.of()),
                accepted(Map.of("scanXp", new ClampedDelta(10, 30, 12, 10, 2, 20))),
                refused("RATE_LIMITED"),
                refused("A_CODE_OF_TOMORROW"));
        var reader = new BaseSubscriber<AgentEvent<Integer, Integer, ConfigResult>>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(1);
            }
        };
        agent(answers)
                .eventBuffer(1, EventOverflow.DROP_LATEST)
                .instrumented(micrometer.strategy("pid"))
                .subscribe(reader);
        AgentFlux.observing(() -> Mono.delay(Duration.ofSeconds(25), world))
                .<Long>deciding(late -> Optional.empty())
                .acting(Mono::just)
                .every(Cadence.fixedRate(Duration.ofSeconds(10)))
                .on(world)
                .instrumented(micrometer.strategy("slow"))
                .start();
        world.advanceBy(Duration.ofSeconds(4 * 60 - 1));

        assertThat(count(AgentMeters.VERDICTS)).isEqualTo(4);
        for (String verdict : List.of("accepted", "clamped", "rate-limited", "refused")) {
            assertThat(count(AgentMeters.VERDICTS, "strategy", "pid", "verdict", verdict))
                    .as(verdict)
                    .isEqualTo(1);
        }
        assertThat(count(AgentMeters.EVENTS_DROPPED, "strategy", "pid")).isEqualTo(4 * 4 - 1);
        assertThat(count(AgentMeters.TICKS_SKIPPED, "strategy", "slow", "cause", "slow-cycle"))
                .isEqualTo(2 * 8);
        assertThat(count(AgentMeters.AGENTS_RUNNING, "strategy", "pid")).isEqualTo(1);

        reader.cancel();
        assertThat(count(AgentMeters.AGENTS_RUNNING, "strategy", "pid")).isZero();
        assertThat(count(AgentMeters.AGENTS_RUNNING, "strategy", "slow")).isEqualTo(1);
        assertThat(count(AgentMeters.AGENTS_STOPPED, "strategy", "pid", "reason", "requested"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a meter registry is enough for timers, and every meter has its documented name, type and tags")
    void documentsItsMeters() {
        agent(Flux.just(accepted(Map.of())))
                .maxCycles(3)
                .instrumented(AgentMicrometer.of(meters).strategy("pid"))
                .start();
        world.advanceBy(Duration.ofMinutes(5));

        assertThat(meters.get("agentflux.cycle")
                        .tags("strategy", "pid", "outcome", "done")
                        .timer()
                        .count())
                .isEqualTo(3);
        Map<String, AgentMeters> documented =
                Arrays.stream(AgentMeters.values()).collect(Collectors.toMap(AgentMeters::getName, meter -> meter));
        for (Meter meter : meters.getMeters()) {
            Meter.Id id = meter.getId();
            Set<String> tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
            AgentMeters document = documented.get(id.getName());
            if (document == null) {
                assertThat(AgentObservations.values())
                        .extracting(AgentObservations::getName)
                        .contains(id.getName());
                assertThat(tags).containsExactly("error", "outcome", "strategy");
            } else {
                assertThat(id.getType()).isEqualTo(document.getType());
                assertThat(tags)
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(document.getKeyNames())
                                .map(key -> key.asString())
                                .toList());
            }
        }
    }

    @Test
    @DisplayName("a convention of one's own adds what the application knows of an agent")
    void takesConventions() {
        agent(Flux.just(accepted(Map.of())))
                .maxCycles(1)
                .instrumented(AgentMicrometer.of(meters, observations).convention(new AgentObservationConvention() {
                    @Override
                    public KeyValues getHighCardinalityKeyValues(AgentObservationContext context) {
                        return super.getHighCardinalityKeyValues(context)
                                .and("experiment", context.reactorContext().get("experiment"));
                    }
                }))
                .events()
                .contextWrite(context -> context.put("experiment", "exp_1"))
                .subscribe();
        world.advanceBy(Duration.ofMinutes(5));

        assertThat(observations)
                .hasObservationWithNameEqualTo("agentflux.act")
                .that()
                .hasHighCardinalityKeyValue("experiment", "exp_1");
    }
}
