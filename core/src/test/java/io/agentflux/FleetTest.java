package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.AgentEvent.Observed;
import io.agentflux.AgentEvent.Started;
import io.agentflux.AgentEvent.Stopped;
import io.agentflux.Fleet.FailurePolicy;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FleetTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Integer, Integer, Integer> log = new EventLog<>();
    private final IllegalStateException broken = new IllegalStateException("broken");

    private AgentFlux<Integer, Integer, Integer> agent(String name) {
        return AgentFlux.observing(() -> Mono.just(1))
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named(name)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(world);
    }

    private AgentFlux<Integer, Integer, Integer> failing(String name) {
        return AgentFlux.<Integer>observing(() -> Mono.error(broken))
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named(name)
                .failureLimit(1)
                .on(world);
    }

    @Test
    @DisplayName("pitfall 3: a fleet of 1,000 endless agents starts all of them and keeps all of them going")
    void allAgentsStart() {
        Fleet.of(1_000, agent("a")).start(log);
        world.advanceTo(at(2_000));

        assertThat(log.times(Started.class)).hasSize(1_000);
        assertThat(log.times(Observed.class)).hasSize(3_000);
        assertThat(log.all().stream().map(AgentEvent::agent).distinct()).hasSize(1_000);
    }

    @Test
    @DisplayName("pitfall 4: one of three fails, two go on, and its error is a value of the stream")
    void failureIsIsolated() {
        RunningFleet running =
                Fleet.of(List.of(agent("a"), failing("b"), agent("c"))).start(log);
        world.advanceTo(at(10_000));

        assertThat(running.runningSize()).isEqualTo(2);
        assertThat(log.<Stopped<?, ?, ?>>of(Stopped.class)).singleElement().satisfies(stopped -> {
            assertThat(stopped.agent()).isEqualTo("b");
            assertThat(stopped.reason()).isEqualTo(new StopReason.Failed(broken));
        });
        assertThat(log.times(Observed.class)).hasSize(22);
    }

    @Test
    @DisplayName("if told so, a fleet stops with the first agent that fails, and its stream ends with that error")
    void failureStopsAll() {
        StepVerifier.create(Fleet.of(List.of(agent("a"), failing("b"), agent("c")))
                        .onFailure(FailurePolicy.STOP_ALL)
                        .events()
                        .doOnNext(log)
                        .then())
                .then(() -> world.advanceTo(at(10_000)))
                .expectErrorMatches(error -> error.equals(broken))
                .verify(SOON);
        assertThat(log.<Stopped<?, ?, ?>>of(Stopped.class))
                .extracting(AgentEvent::agent)
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("starts are spread evenly over the window")
    void staggeredStarts() {
        Fleet.of(4, agent("a")).startingOver(Duration.ofSeconds(1)).start(log);
        world.advanceTo(at(999));

        assertThat(log.times(Started.class)).containsExactly(0L, 0L, 0L, 0L);
        assertThat(log.times(Observed.class)).containsExactly(0L, 250L, 500L, 750L);
    }

    @Test
    @DisplayName("stop lets every cycle in flight finish and tells why each agent ended, in order")
    void gracefulStop() {
        AgentFlux<Integer, Integer, Integer> slow = AgentFlux.observing(
                        () -> Mono.delay(Duration.ofSeconds(3), world).thenReturn(1))
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .on(world);
        RunningFleet running = Fleet.of(
                        List.of(slow.named("z"), agent("short").maxCycles(1), failing("b"), agent("idle")))
                .start(log);
        AtomicReference<Map<String, StopReason>> reasons = new AtomicReference<>();
        world.advanceTo(at(1_500));

        running.stop(Duration.ofSeconds(5)).subscribe(reasons::set);
        world.advanceTo(at(2_999));
        assertThat(reasons).hasValue(null);
        world.advanceTo(at(3_000));

        assertThat(reasons.get())
                .containsExactly(
                        Map.entry("z", new StopReason.Requested(false)),
                        Map.entry("short", new StopReason.Finished(1)),
                        Map.entry("b", new StopReason.Failed(broken)),
                        Map.entry("idle", new StopReason.Requested(false)));
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("cancelling the fleet's stream releases every agent")
    void cancellation() {
        Disposable reader = Fleet.of(100, agent("a")).events().subscribe(log);
        world.advanceTo(at(500));
        assertThat(world.pendingSize()).isEqualTo(100);

        reader.dispose();

        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("an empty fleet completes, two agents of one name are refused")
    void edges() {
        StepVerifier.create(Fleet.<Integer, Integer, Integer>of(List.of()).events())
                .expectComplete()
                .verify(SOON);
        assertThatThrownBy(() -> Fleet.of(List.of(agent("a"), agent("a")))).hasMessageContaining("named 'a'");
    }
}
