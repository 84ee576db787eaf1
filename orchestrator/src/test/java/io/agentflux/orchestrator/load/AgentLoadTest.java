package io.agentflux.orchestrator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.testkit.FakeArena;
import io.agentflux.time.SimulatedScheduler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

class AgentLoadTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);

    /** Takes so long for each answer, accepts nothing and hears no heartbeat. */
    private Arena slowArena(Duration delay) {
        FakeArena arena = FakeArena.ofControl(clock);
        for (FakeArena.Operation operation : FakeArena.Operation.values()) {
            arena.linger(operation, delay);
        }
        arena.fail(
                FakeArena.Operation.HEARTBEAT,
                Collections.nCopies(1_000, new ArenaTransientException("no", null))
                        .toArray(Throwable[]::new));
        return arena;
    }

    /** Fires every delayed task so much later than it should. */
    private final class LateScheduler implements Scheduler {

        private final long lateMillis;

        private LateScheduler(long lateMillis) {
            this.lateMillis = lateMillis;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return clock.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return clock.schedule(task, unit.toMillis(delay) + lateMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public long now(TimeUnit unit) {
            return clock.now(unit);
        }

        @Override
        public Worker createWorker() {
            return clock.createWorker();
        }
    }

    private AgentLoad.Counts counts(AgentLoad load, Arena arena) {
        return counts(load, arena, clock);
    }

    private AgentLoad.Counts counts(AgentLoad load, Arena arena, Scheduler scheduler) {
        CompletableFuture<AgentLoad.Result> result =
                load.run(number -> arena, scheduler).toFuture();
        clock.advanceBy(load.warmUp().plus(load.length()).plusSeconds(60));
        assertThat(clock.pendingSize()).isZero();
        return result.getNow(null).counts();
    }

    @Test
    @DisplayName("agents in time have no lag, and everything is counted after the warm-up only")
    void inTime() {
        AgentLoad load = new AgentLoad(100, PERIOD, Duration.ofSeconds(10), Duration.ofSeconds(30));
        AgentLoad.Counts counts = counts(load, slowArena(Duration.ofMillis(1)));

        assertThat(counts.ticks()).isBetween(599L, 601L);
        assertThat(counts.cycles()).isBetween(599L, 601L);
        assertThat(counts.refused()).isBetween(599L, 601L);
        assertThat(counts.accepted()).isZero();
        assertThat(counts.failedCycles()).isZero();
        assertThat(counts.skippedTicks()).isZero();
        assertThat(counts.failedHeartbeats()).isEqualTo(100);
        assertThat(counts.lagMaxMillis()).isZero();
    }

    @Test
    @DisplayName("cycles longer than the period show as skipped ticks, not as lag")
    void slowCycles() {
        AgentLoad load = new AgentLoad(10, PERIOD, Duration.ofSeconds(30), Duration.ofSeconds(60));
        AgentLoad.Counts counts = counts(load, slowArena(Duration.ofSeconds(4)));

        assertThat(counts.cycles()).isBetween(58L, 62L);
        assertThat(counts.skippedTicks()).isBetween(58L, 62L);
        assertThat(counts.lagMaxMillis()).isZero();
    }

    @Test
    @DisplayName(
            "a scheduler that is late shows as lag of every tick, and one later than a period as skipped ticks too")
    void lateScheduler() {
        AgentLoad load = new AgentLoad(10, PERIOD, Duration.ofSeconds(20), Duration.ofSeconds(60));
        AgentLoad.Counts late = counts(load, slowArena(Duration.ofMillis(1)), new LateScheduler(37));
        assertThat(late.lagP50Millis()).isEqualTo(37);
        assertThat(late.lagMaxMillis()).isEqualTo(37);
        assertThat(late.skippedTicks()).isZero();

        AgentLoad.Counts stalled = counts(load, slowArena(Duration.ofMillis(1)), new LateScheduler(6_000));
        assertThat(stalled.lagP50Millis()).isEqualTo(6_000);
        assertThat(stalled.skippedTicks()).isPositive();
    }

    @Test
    @DisplayName("what an agent holds shows as its share of the heap, for which it rests and is let go of")
    void heap() {
        int heavy = 200_000;
        AgentLoad load = new AgentLoad(50, PERIOD, Duration.ofSeconds(10), Duration.ofSeconds(10));
        FakeArena arena = FakeArena.ofControl(clock);
        CompletableFuture<AgentLoad.Result> result =
                load.run(number -> heavier(arena, heavy), clock).toFuture();
        clock.advanceBy(Duration.ofSeconds(20).plus(PERIOD));
        int calls = arena.calls(FakeArena.Operation.SIGNALS);
        clock.advanceBy(PERIOD.minusMillis(1));

        assertThat(calls).isBetween(200, 250);
        assertThat(arena.calls(FakeArena.Operation.SIGNALS)).isEqualTo(calls);
        assertThat(result).isNotDone();
        clock.advanceBy(Duration.ofSeconds(60));
        // whatever the tests before left may be let go of meanwhile
        assertThat(result.getNow(null).heapBytesPerAgent()).isBetween(heavy * 3L / 4, 2L * heavy);
    }

    /** The same arena, held by something that is so many bytes larger. */
    private static Arena heavier(Arena arena, int bytes) {
        byte[] ballast = new byte[bytes];
        return (Arena) Proxy.newProxyInstance(
                Arena.class.getClassLoader(),
                new Class<?>[] {Arena.class},
                (proxy, method, arguments) -> ballast.length == 0 ? null : method.invoke(arena, arguments));
    }

    @Test
    @DisplayName("lag is counted by the millisecond, and percentiles do not flatter")
    void percentiles() {
        Lags lags = new Lags(Duration.ofSeconds(1));
        assertThat(lags.percentileMillis(0.5)).isZero();
        for (int millis = 1; millis <= 100; millis++) {
            lags.add(millis);
        }
        lags.add(5_000);

        assertThat(lags.count()).isEqualTo(101);
        assertThat(lags.percentileMillis(0.5)).isEqualTo(51);
        assertThat(lags.percentileMillis(0.99)).isEqualTo(100);
        assertThat(lags.percentileMillis(1)).isEqualTo(1_000);
    }

    @Test
    @DisplayName("loads that measure nothing are refused")
    void refusals() {
        assertThatThrownBy(() -> new AgentLoad(0, PERIOD, PERIOD, PERIOD)).hasMessageContaining("0 agents");
        assertThatThrownBy(() -> new AgentLoad(1, PERIOD, PERIOD, Duration.ofSeconds(4)))
                .hasMessageContaining("length PT4S");
    }
}
