package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent.CycleCompleted;
import io.agentflux.AgentEvent.HeartbeatFailed;
import io.agentflux.AgentEvent.HeartbeatSent;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

class HeartbeatTest {

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Integer, Integer, Integer> log = new EventLog<>();
    private final List<String> calls = new ArrayList<>();

    private AgentFlux<Integer, Integer, Integer> agent(Function<Duration, Publisher<?>> beat) {
        return AgentFlux.observing(() -> {
                    calls.add("observe");
                    return Mono.just(1);
                })
                .<Integer>decidingAsync(
                        seen -> Mono.delay(Duration.ofSeconds(100), world).then(Mono.empty()))
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(60)))
                .heartbeat(Duration.ofSeconds(30), beat)
                .on(world);
    }

    @Test
    @DisplayName("the first heartbeat goes out before the first cycle and carries the poll interval")
    void firstHeartbeatFirst() {
        agent(period -> {
                    calls.add("beat " + period);
                    return Mono.empty();
                })
                .start(log);
        world.advanceTo(at(0));

        assertThat(calls).containsExactly("beat PT1M", "observe");
        assertThat(log.names()).startsWith("Started", "HeartbeatSent", "Observed");
    }

    @Test
    @DisplayName("heartbeats keep their own cadence while a decision takes long")
    void heartbeatsAreIndependent() {
        agent(period -> Mono.empty()).start(log);
        world.advanceTo(at(125_000));

        assertThat(log.times(HeartbeatSent.class)).containsExactly(0L, 30_000L, 60_000L, 90_000L, 120_000L);
        assertThat(log.times(CycleCompleted.class)).containsExactly(100_000L);
    }

    @Test
    @DisplayName("heartbeats that fail, throw or hang never end the agent and don't slow it down")
    void failedHeartbeats() {
        List<Integer> beats = new ArrayList<>();
        agent(period -> {
                    beats.add(1);
                    return switch (beats.size()) {
                        case 1 -> Mono.error(new SecurityException("403"));
                        case 2 -> throw new IllegalStateException("bug");
                        case 3 -> Mono.never();
                        default -> Mono.delay(Duration.ofSeconds(7), world);
                    };
                })
                .classifyingFailures(error -> FailureKind.CLOSED)
                .start(log);
        world.advanceTo(at(130_000));

        assertThat(log.times(HeartbeatFailed.class)).containsExactly(0L, 30_000L, 90_000L);
        assertThat(log.times(HeartbeatSent.class)).containsExactly(97_000L, 127_000L);
        assertThat(log.times(CycleCompleted.class)).containsExactly(100_000L);
    }

    @Test
    @DisplayName("heartbeats end with the run")
    void heartbeatsEnd() {
        agent(period -> Mono.delay(Duration.ofSeconds(5), world)).maxCycles(1).start(log);
        world.advanceTo(at(100_000));

        assertThat(log.names()).endsWith("CycleCompleted", "Stopped");
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("optional deciders don't need heartbeats")
    void withoutHeartbeats() {
        AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(Mono::just)
                .on(world)
                .maxCycles(1)
                .start(log);
        world.advanceTo(at(1));

        assertThat(log.times(HeartbeatSent.class)).isEmpty();
    }
}
