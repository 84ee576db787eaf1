package io.agentflux.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.RunningAgent;
import io.agentflux.StopReason;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What reaches the arena, call by call, at which millisecond. */
class RunLoopTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConfigUpdate UPDATE = ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final RecordedArena arena = new RecordedArena(clock);
    private final List<StopReason> end = new ArrayList<>();

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> holding() {
        return agent((signals, economy) -> Optional.empty());
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> acting() {
        return agent((signals, economy) -> Optional.of(UPDATE));
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> agent(Strategy strategy) {
        return ArenaAgent.of(arena, strategy)
                .every(Cadence.fixedDelay(Duration.ofSeconds(60)))
                .on(clock);
    }

    private RunningAgent start(AgentFlux<Signals, ConfigUpdate, ConfigResult> agent) {
        RunningAgent running = agent.start();
        running.onStop().subscribe(end::add);
        return running;
    }

    private void runUntil(long millis) {
        clock.advanceTo(START.plusMillis(millis));
    }

    private List<String> callsWithoutHeartbeats() {
        return arena.calls.stream().filter(call -> !call.contains("heartbeat")).toList();
    }

    private static <T> Mono<T> taking(long millis, SimulatedScheduler clock, T value) {
        return Mono.delay(Duration.ofMillis(millis), clock).thenReturn(value);
    }

    @Test
    @DisplayName(
            "heartbeat, variant, signals, update; then a wait from the end of the cycle, heartbeats on their own beat")
    void wholeLoop() {
        arena.variant = taking(5, clock, RecordedArena.VARIANT);
        arena.signals = observation -> taking(7, clock, RecordedArena.SIGNALS);
        arena.submit = update -> taking(11, clock, RecordedArena.accepted(update, null));
        start(acting().maxCycles(2));
        runUntil(1_000_000);

        assertThat(arena.calls)
                .containsExactly(
                        "0 heartbeat 60",
                        "0 variant",
                        "5 signals",
                        "12 submit",
                        "30000 heartbeat 60",
                        "60000 heartbeat 60",
                        "60023 signals",
                        "60030 submit",
                        "60041 heartbeat 60 {reason=finished}");
        assertThat(end).containsExactly(new StopReason.Finished(2));
    }

    @Test
    @DisplayName("with no cycle wanted the agent asks for the variant, sends a heartbeat and ends")
    void noCycle() {
        start(holding().maxCycles(0));
        runUntil(1_000_000);

        assertThat(arena.calls).containsExactly("0 heartbeat 60", "0 variant", "0 heartbeat 60 {reason=finished}");
        assertThat(end).containsExactly(new StopReason.Finished(0));
    }

    @Test
    @DisplayName(
            "held and refused cycles count, failed ones do not: three failures and five cycles are eight observations")
    void iterations() {
        arena.signals = observation -> observation >= 2 && observation <= 4
                ? Mono.error(new ArenaTransientException("503", null))
                : Mono.just(RecordedArena.SIGNALS);
        arena.submit = update -> Mono.just(RecordedArena.refused("RATE_LIMITED", null));
        start(agent((signals, economy) -> clock.now().equals(START) ? Optional.empty() : Optional.of(UPDATE))
                .maxCycles(5));
        runUntil(1_000_000);

        assertThat(callsWithoutHeartbeats())
                .containsExactly(
                        "0 variant",
                        "0 signals",
                        "60000 signals",
                        "120000 signals",
                        "180000 signals",
                        "240000 signals",
                        "240000 submit",
                        "300000 signals",
                        "300000 submit",
                        "360000 signals",
                        "360000 submit",
                        "420000 signals",
                        "420000 submit");
        assertThat(end).containsExactly(new StopReason.Finished(5));
    }

    @Test
    @DisplayName(
            "the fifth failure in a row ends the agent at that millisecond, whatever the kinds, and nothing follows")
    void fiveFailures() {
        ArenaNonTransientException last = new ArenaNonTransientException("401 at last", null);
        arena.signals = observation -> switch (observation) {
            case 1 -> Mono.error(new ArenaNonTransientException("401", null));
            case 2 -> Mono.error(new IllegalStateException("a bug"));
            case 3 -> Mono.just(RecordedArena.SIGNALS);
            case 4 -> Mono.error(new ArenaTransientException("503", null));
            default -> Mono.error(last);
        };
        arena.submit = update -> Mono.error(new ArenaNonTransientException("400", null));
        start(acting());
        runUntil(1_000_000);

        assertThat(callsWithoutHeartbeats())
                .containsExactly(
                        "0 variant",
                        "0 signals",
                        "60000 signals",
                        "120000 signals",
                        "120000 submit",
                        "180000 signals",
                        "240000 signals");
        assertThat(arena.calls).last().isEqualTo("240000 heartbeat 60 {reason=failed}");
        assertThat(end).containsExactly(new StopReason.Failed(last));
    }

    @Test
    @DisplayName("a strategy that always throws is asked exactly five times")
    void brokenStrategy() {
        List<Long> asked = new ArrayList<>();
        start(agent((signals, economy) -> {
            asked.add(Duration.between(START, clock.now()).toSeconds());
            throw new IllegalStateException("a bug");
        }));
        runUntil(1_000_000);

        assertThat(asked).containsExactly(0L, 60L, 120L, 180L, 240L);
        assertThat(end).hasOnlyElementsOfType(StopReason.Failed.class).hasSize(1);
    }

    @Test
    @DisplayName("an arena that closes ends the agent at once without a last heartbeat: when asked for the variant")
    void closedAtStart() {
        arena.variant = taking(40, clock, "").then(Mono.error(new ArenaClosedException("403", null)));
        start(acting());
        runUntil(1_000_000);

        assertThat(arena.calls).containsExactly("0 heartbeat 60", "0 variant");
        assertThat(end).hasOnlyElementsOfType(StopReason.Closed.class).hasSize(1);
    }

    @Test
    @DisplayName("... when observed, ... and when acted upon")
    void closedLater() {
        arena.signals = observation ->
                observation == 1 ? Mono.just(RecordedArena.SIGNALS) : Mono.error(new ArenaClosedException("403", null));
        start(holding());
        runUntil(1_000_000);
        assertThat(arena.calls)
                .containsExactly("0 heartbeat 60", "0 variant", "0 signals", "30000 heartbeat 60", "60000 signals");

        arena.calls.clear();
        arena.signals = observation -> Mono.just(RecordedArena.SIGNALS);
        arena.submit = update -> Mono.error(new ArenaClosedException("403", null));
        start(acting());
        runUntil(2_000_000);

        assertThat(arena.calls)
                .containsExactly("1000000 heartbeat 60", "1000000 variant", "1000000 signals", "1000000 submit");
        assertThat(end).hasOnlyElementsOfType(StopReason.Closed.class).hasSize(2);
    }

    @Test
    @DisplayName("heartbeats that are refused or hang neither end the agent nor move its cycles")
    void heartbeatTrouble() {
        arena.heartbeat = metadata ->
                clock.now().equals(START) ? Mono.error(new ArenaClosedException("403", null)) : Mono.never();
        start(holding());
        runUntil(130_000);

        assertThat(arena.calls)
                .containsExactly(
                        "0 heartbeat 60",
                        "0 variant",
                        "0 signals",
                        "30000 heartbeat 60",
                        "60000 signals",
                        "60000 heartbeat 60",
                        "90000 heartbeat 60",
                        "120000 signals",
                        "120000 heartbeat 60");
        assertThat(end).isEmpty();
    }

    @Test
    @DisplayName("stop ends the wait at once, says goodbye, and leaves nothing scheduled")
    void stopDuringWait() {
        RunningAgent running = start(holding());
        runUntil(17_003);
        running.stop(Duration.ofSeconds(10)).subscribe();
        runUntil(17_003);

        assertThat(arena.calls).last().isEqualTo("17003 heartbeat 60 {reason=shutdown}");
        assertThat(end).containsExactly(new StopReason.Requested(false));
        assertThat(clock.pendingSize()).isZero();
    }

    @Test
    @DisplayName("stop lets an update in flight come back, so that nobody has to guess whether it took effect")
    void stopDuringUpdate() {
        List<ConfigResult> heard = new ArrayList<>();
        arena.submit = update -> taking(900, clock, RecordedArena.accepted(update, null));
        RunningAgent running = start(acting().learning(outcome -> heard.add(outcome.result())));
        runUntil(100);
        running.stop(Duration.ofSeconds(10)).subscribe();
        runUntil(899);
        assertThat(end).isEmpty();
        runUntil(900);

        assertThat(heard).hasSize(1);
        assertThat(arena.calls).last().isEqualTo("900 heartbeat 60 {reason=shutdown}");
        assertThat(end).containsExactly(new StopReason.Requested(false));
    }

    @Test
    @DisplayName(
            "a description is new, its run is running, and over when stopped; a stop before the first tick is not forgotten")
    void states() {
        RunningAgent running = start(holding());
        assertThat(running.state()).isEqualTo(RunningAgent.State.NEW);
        runUntil(1);
        assertThat(running.state()).isEqualTo(RunningAgent.State.RUNNING);
        running.stop(Duration.ofSeconds(1)).subscribe();
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPED);

        arena.calls.clear();
        RunningAgent early = start(holding());
        early.stop(Duration.ofSeconds(1)).subscribe();
        runUntil(1_000_000);
        assertThat(early.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(arena.calls).isEmpty();
    }

    @Test
    @DisplayName("an agent may wait until an update is next allowed; where the arena does not tell, the cadence says")
    void nextAllowedUpdate() {
        arena.submit = update -> Mono.just(
                clock.now().isBefore(START.plusSeconds(3_600))
                        ? RecordedArena.accepted(update, START.plusSeconds(3_600))
                        : RecordedArena.refused("CIRCUIT_BREAKER_ACTIVE", null));
        start(acting().nextTickAt(ArenaAgent::nextAllowedUpdate).maxCycles(3));
        runUntil(10_000_000);

        assertThat(callsWithoutHeartbeats())
                .containsExactly(
                        "0 variant",
                        "0 signals",
                        "0 submit",
                        "3600000 signals",
                        "3600000 submit",
                        "3660000 signals",
                        "3660000 submit");
    }

    @Test
    @DisplayName("an arena whose clock is behind ours is not hammered: a moment that has passed for us changes nothing")
    void arenaWithSlowClock() {
        Instant allowed = START.plusSeconds(3_600);
        Duration behind = Duration.ofSeconds(90);
        arena.submit = update -> Mono.just(
                clock.now().equals(START)
                        ? RecordedArena.accepted(update, allowed)
                        : clock.now().minus(behind).isBefore(allowed)
                                ? RecordedArena.refused("RATE_LIMITED", allowed)
                                : RecordedArena.accepted(update, null));
        start(acting().nextTickAt(ArenaAgent::nextAllowedUpdate).maxCycles(4));
        runUntil(10_000_000);

        assertThat(callsWithoutHeartbeats())
                .containsExactly(
                        "0 variant",
                        "0 signals",
                        "0 submit",
                        "3600000 signals",
                        "3600000 submit",
                        "3660000 signals",
                        "3660000 submit",
                        "3720000 signals",
                        "3720000 submit");
    }

    @Test
    @DisplayName("what became of each update is told to whoever asks, with what it was based on")
    void outcomes() {
        List<String> told = new ArrayList<>();
        arena.submit = update -> clock.now().equals(START)
                ? Mono.just(RecordedArena.accepted(update, null))
                : Mono.error(new ArenaTransientException("503", null));
        start(acting().learning(outcome -> told.add(outcome.observation().enrolled() + " "
                + outcome.proposal().reasoning() + " "
                + Optional.ofNullable(outcome.result()).map(ConfigResult::accepted) + " "
                + Map.of("failed", outcome.failed()))));
        runUntil(60_000);

        assertThat(told)
                .containsExactly("30 more Optional[true] {failed=false}", "30 more Optional.empty {failed=true}");
    }
}
