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
        List<HeartbeatFailed<?, ?, ?>> failed = log.of(HeartbeatFailed.class);
        assertThat(failed.get(2).error())
                .hasMessage("the heartbeat was not answered within 30000 ms; look at the arena and the way to it");
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

    private AgentFlux<Integer, Integer, Integer> parting(Publisher<?> last) {
        return AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(60)))
                .heartbeat(Duration.ofSeconds(30), period -> Mono.fromRunnable(() -> calls.add("beat")))
                .lastHeartbeat((period, reason) -> {
                    calls.add("last of " + period + ": " + reason);
                    return last;
                })
                .on(world);
    }

    @Test
    @DisplayName("the last heartbeat tells why the run ends, after the last cycle and before the end")
    void lastHeartbeat() {
        parting(Mono.delay(Duration.ofSeconds(2), world)).maxCycles(2).start(log);
        world.advanceTo(at(61_999));
        assertThat(log.names()).endsWith("CycleCompleted");
        world.advanceTo(at(62_000));

        assertThat(calls).containsExactly("beat", "beat", "last of PT1M: Finished[cycles=2]");
        assertThat(log.names()).endsWith("CycleCompleted", "HeartbeatSent", "Stopped");
        assertThat(log.times(AgentEvent.Stopped.class)).containsExactly(62_000L);
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a stop sends the last heartbeat within its grace, and is still stopping meanwhile")
    void lastHeartbeatOnStop() {
        List<StopReason> reasons = new ArrayList<>();
        RunningAgent running = parting(Mono.delay(Duration.ofSeconds(2), world)).start(log);
        world.advanceTo(at(10_000));
        running.stop(Duration.ofSeconds(5)).subscribe(reasons::add);
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPING);
        world.advanceTo(at(12_000));

        assertThat(reasons).containsExactly(new StopReason.Requested(false));
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(log.names()).endsWith("HeartbeatSent", "Stopped");
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a last heartbeat that hangs is given up when the grace is over, and the reason stays")
    void lastHeartbeatHangs() {
        List<StopReason> reasons = new ArrayList<>();
        RunningAgent running = parting(Mono.never()).start(log);
        world.advanceTo(at(10_000));
        running.stop(Duration.ofSeconds(5)).subscribe(reasons::add);
        world.advanceTo(at(14_999));
        assertThat(reasons).isEmpty();
        world.advanceTo(at(15_000));

        assertThat(reasons).containsExactly(new StopReason.Requested(false));
        assertThat(log.times(AgentEvent.Stopped.class)).containsExactly(15_000L);
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a last heartbeat that fails or takes too long is told, and the run ends all the same")
    void lastHeartbeatFails() {
        parting(Mono.error(new IllegalStateException("gone"))).maxCycles(1).start(log);
        parting(Mono.never()).named("b").maxCycles(1).start(log);
        world.advanceTo(at(29_999));
        assertThat(log.times(AgentEvent.Stopped.class)).containsExactly(0L);
        world.advanceTo(at(30_000));

        assertThat(log.times(HeartbeatFailed.class)).containsExactly(0L, 30_000L);
        assertThat(log.times(AgentEvent.Stopped.class)).containsExactly(0L, 30_000L);
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("no last heartbeat where nobody listens or nobody waits: closed, not begun, no grace, cancelled")
    void noLastHeartbeat() {
        parting(Mono.empty()).start(log).stop(Duration.ofSeconds(5)).subscribe();
        RunningAgent hurried = parting(Mono.empty()).start(log);
        AgentFlux.<Integer, Integer, Integer>opening(() -> Mono.error(new SecurityException("403")))
                .classifyingFailures(error -> FailureKind.CLOSED)
                .heartbeat(Duration.ofSeconds(30), period -> Mono.empty())
                .lastHeartbeat((period, reason) -> {
                    calls.add("last");
                    return Mono.empty();
                })
                .on(world)
                .start(log);
        var cancelled = parting(Mono.empty()).events().subscribe();
        world.advanceTo(at(10_000));
        hurried.stop(Duration.ZERO).subscribe();
        cancelled.dispose();
        world.advanceTo(at(100_000));

        assertThat(calls).containsOnly("beat");
        assertThat(log.times(AgentEvent.Stopped.class)).hasSize(3);
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
