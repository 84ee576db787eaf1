package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent.Acted;
import io.agentflux.AgentEvent.CycleCompleted;
import io.agentflux.AgentEvent.CycleFailed;
import io.agentflux.AgentEvent.Observed;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class CycleTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Integer, String, Boolean> log = new EventLog<>();

    private AgentFlux<Integer, String, Boolean> agent() {
        AtomicInteger number = new AtomicInteger();
        return AgentFlux.observing(() -> Mono.fromSupplier(number::incrementAndGet))
                .deciding(seen -> seen % 2 == 1 ? Optional.of("p" + seen) : Optional.empty())
                .acting(proposal -> Mono.just(true))
                .named("a")
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(world);
    }

    @Test
    @DisplayName("a run reads started, observed, decided, acted or held, completed, stopped")
    void eventsInOrder() {
        agent().maxCycles(2).start(log);
        world.advanceTo(at(5_000));

        assertThat(log.names())
                .containsExactly(
                        "Started",
                        "Observed",
                        "Decided",
                        "Acted",
                        "CycleCompleted",
                        "Observed",
                        "Held",
                        "CycleCompleted",
                        "Stopped");
        assertThat(log.times(CycleCompleted.class)).containsExactly(0L, 1_000L);
        assertThat(log.all().stream().map(AgentEvent::cycle)).containsExactly(0L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L);
        assertThat(log.stopReason()).isEqualTo(new StopReason.Finished(2));
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("it is cold: nothing happens before a subscription, and each subscription is a run of its own")
    void coldAndReusable() {
        AgentFlux<Integer, String, Boolean> template = agent();
        assertThat(world.pendingSize()).isZero();
        EventLog<Integer, String, Boolean> other = new EventLog<>();

        template.named("b").maxCycles(1).start(other);
        template.maxCycles(1).start(log);
        world.advanceTo(at(1_000));

        assertThat(log.all()).extracting(AgentEvent::agent).containsOnly("a");
        assertThat(other.all()).extracting(AgentEvent::agent).containsOnly("b");
    }

    @Test
    @DisplayName("no user code runs on the subscriber's thread")
    void subscriptionRunsNoUserCode() {
        agent().start(log);
        assertThat(log.names()).containsExactly("Started");
    }

    @Test
    @DisplayName("an empty observation holds, an act without a value has no result")
    void emptiness() {
        AtomicInteger calls = new AtomicInteger();
        EventLog<Integer, Integer, Void> events = new EventLog<>();
        AgentFlux.observing(() -> calls.getAndIncrement() == 0 ? Mono.<Integer>empty() : Flux.just(7, 8))
                .decidingAsync(Mono::just)
                .<Void>acting(proposal -> Mono.empty())
                .on(world)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .maxCycles(2)
                .start(events);
        world.advanceTo(at(2_000));

        assertThat(events.names())
                .containsExactly(
                        "Started",
                        "Held",
                        "CycleCompleted",
                        "Observed",
                        "Decided",
                        "Acted",
                        "CycleCompleted",
                        "Stopped");
        assertThat(events.<Observed<Integer, ?, ?>>of(Observed.class).get(0).observation())
                .isEqualTo(7);
        assertThat(events.<Acted<?, ?, Void>>of(Acted.class).get(0).result()).isNull();
    }

    @Test
    @DisplayName("with max cycles 0 an agent opens, beats once and ends")
    void noCycles() {
        List<Duration> beats = new ArrayList<>();
        agent().maxCycles(0)
                .heartbeat(Duration.ofSeconds(30), period -> Mono.fromRunnable(() -> beats.add(period)))
                .start(log);
        world.advanceTo(at(100_000));

        assertThat(log.names()).containsExactly("Started", "HeartbeatSent", "Stopped");
        assertThat(beats).containsExactly(Duration.ofSeconds(1));
        assertThat(log.stopReason()).isEqualTo(new StopReason.Finished(0));
    }

    @Test
    @DisplayName("who proposed learns what became of it, failures included")
    void learning() {
        List<Outcome<Integer, String, Boolean>> outcomes = new ArrayList<>();
        IllegalStateException refused = new IllegalStateException("down");
        AtomicInteger acts = new AtomicInteger();
        AgentFlux.observing(() -> Mono.just(5))
                .deciding(seen -> Optional.of("p"))
                .acting(proposal -> acts.incrementAndGet() == 2 ? Mono.<Boolean>error(refused) : Mono.just(true))
                .learning(outcomes::add)
                .on(world)
                .maxCycles(2)
                .start(log);
        world.advanceTo(at(200_000));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome<>(5, "p", true, null),
                        new Outcome<>(5, "p", null, refused),
                        new Outcome<>(5, "p", true, null));
    }

    @Test
    @DisplayName("a learner that throws fails the cycle, not the agent")
    void learnerThrows() {
        agent().learning(outcome -> {
                    throw new IllegalStateException("bug");
                })
                .maxCycles(1)
                .start(log);
        world.advanceTo(at(2_000));

        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.stage()).isEqualTo(Stage.LEARN));
        assertThat(log.stopReason()).isEqualTo(new StopReason.Finished(1));
    }

    @Test
    @DisplayName("a behavior is opened once per run, before the first cycle")
    void openingPerRun() {
        AtomicInteger opened = new AtomicInteger();
        AgentFlux<Integer, String, Boolean> agent = AgentFlux.opening(
                        () -> Mono.delay(Duration.ofMillis(300), world).map(tick -> behavior(opened.incrementAndGet())))
                .on(world)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .maxCycles(2);
        agent.start(log);
        world.advanceTo(at(5_000));
        agent.start(log);
        world.advanceTo(at(10_000));

        assertThat(log.<Observed<Integer, ?, ?>>of(Observed.class))
                .extracting(Observed::observation)
                .containsExactly(1, 1, 2, 2);
        assertThat(log.times(Observed.class)).containsExactly(300L, 1_300L, 5_300L, 6_300L);
    }

    private static Behavior<Integer, String, Boolean> behavior(int seen) {
        return new Behavior<>() {
            @Override
            public Mono<Integer> observe() {
                return Mono.just(seen);
            }

            @Override
            public Mono<String> decide(Integer observation) {
                return Mono.empty();
            }

            @Override
            public Mono<Boolean> act(String proposal) {
                return Mono.empty();
            }
        };
    }

    @Test
    @DisplayName(
            "pitfall 13: agent, cycle and the subscriber's own context are visible in every call, also after a hop of threads")
    void contextInEveryCall() {
        List<Map<Object, Object>> contexts = new ArrayList<>();
        Mono<Integer> call = Mono.deferContextual(context -> {
                    contexts.add(Map.of(
                            AgentFlux.AGENT_KEY,
                            context.get(AgentFlux.AGENT_KEY),
                            AgentFlux.CYCLE_KEY,
                            context.get(AgentFlux.CYCLE_KEY),
                            "tenant",
                            context.get("tenant")));
                    return Mono.just(1);
                })
                .publishOn(Schedulers.parallel());
        AgentFlux.observing(() -> call.subscribeOn(Schedulers.boundedElastic()))
                .decidingAsync(seen -> call)
                .acting(proposal -> call)
                .named("ctx")
                .heartbeat(
                        Duration.ofHours(1),
                        period -> Mono.deferContextual(context -> {
                            assertThat(context.<String>get(AgentFlux.AGENT_KEY)).isEqualTo("ctx");
                            return Mono.empty();
                        }))
                .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                .maxCycles(2)
                .events()
                .filter(event -> event instanceof AgentEvent.HeartbeatSent || event instanceof AgentEvent.Stopped)
                .contextWrite(context -> context.put("tenant", "t1"))
                .as(StepVerifier::create)
                .expectNextCount(2)
                .expectComplete()
                .verify(SOON);

        assertThat(contexts).hasSize(6).allSatisfy(context -> assertThat(context)
                .containsEntry(AgentFlux.AGENT_KEY, "ctx")
                .containsEntry("tenant", "t1"));
        assertThat(contexts)
                .extracting(context -> context.get(AgentFlux.CYCLE_KEY))
                .containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
    }

    @Test
    @DisplayName("a decider that blocks is moved off the scheduler, one that must not is caught in the act")
    void blockingDecider() {
        AgentFlux.Observing<Integer> observing = AgentFlux.observing(() -> Mono.just(1));
        StepVerifier.create(observing
                        .decidingBlocking(CycleTest::sleepAndDecide)
                        .acting(Mono::just)
                        .maxCycles(1)
                        .events()
                        .ofType(Acted.class))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(observing
                        .deciding(CycleTest::sleepAndDecide)
                        .acting(Mono::just)
                        .failureLimit(1)
                        .events()
                        .then())
                .expectErrorMatches(error -> error.getMessage().contains("Blocking call"))
                .verify(SOON);
    }

    private static Optional<Integer> sleepAndDecide(Integer seen) {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(seen);
    }

    @Test
    @DisplayName("pitfall 12: a blocking decider's scheduler that refuses work fails the cycle, not the agent")
    void rejectedWorkFailsTheCycle() {
        Scheduler refusing = Schedulers.newSingle("refusing");
        refusing.dispose();
        AgentFlux.observing(() -> Mono.just(1))
                .decidingBlocking(seen -> Optional.of("p"), refusing)
                .acting(proposal -> Mono.just(true))
                .on(world)
                .failureLimit(3)
                .start(log);
        world.advanceTo(at(60_000));

        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.error()).isInstanceOf(RejectedExecutionException.class));
    }
}
