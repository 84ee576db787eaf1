package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.AgentEvent.CycleCompleted;
import io.agentflux.AgentEvent.Observed;
import io.agentflux.AgentEvent.SkipCause;
import io.agentflux.AgentEvent.TickSkipped;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

class CadenceTest {

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Integer, Integer, Integer> log = new EventLog<>();

    /** Sees 1 after each of {@code delays} in turn, then at once; always holds. */
    private AgentFlux<Integer, Integer, Integer> observer(Scheduler scheduler, long... delays) {
        AtomicInteger calls = new AtomicInteger();
        return AgentFlux.observing(() -> {
                    int call = calls.getAndIncrement();
                    return call < delays.length && delays[call] > 0
                            ? Mono.delay(Duration.ofMillis(delays[call]), scheduler)
                                    .thenReturn(1)
                            : Mono.just(1);
                })
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named("a7")
                .on(scheduler);
    }

    @Test
    @DisplayName("at fixed delay a tick comes so long after each cycle has ended, the first at once")
    void fixedDelayCountsFromTheEndOfACycle() {
        observer(world, 0, 250, 1_000)
                .every(Cadence.fixedDelay(Duration.ofMillis(100)))
                .start(log);

        world.advanceTo(at(1_700));

        assertThat(log.times(CycleCompleted.class)).containsExactly(0L, 350L, 1_450L, 1_550L, 1_650L);
        assertThat(log.times(TickSkipped.class)).isEmpty();
    }

    @Test
    @DisplayName("pitfall 1: a cycle of ten ticks at fixed rate skips nine and is no error")
    void slowCycleSkipsTicksInsteadOfOverflowing() {
        observer(world, 10_000).every(Cadence.fixedRate(Duration.ofSeconds(1))).start(log);

        world.advanceTo(at(12_000));

        assertThat(log.<TickSkipped<?, ?, ?>>of(TickSkipped.class))
                .singleElement()
                .satisfies(skipped -> {
                    assertThat(skipped.ticks()).isEqualTo(9);
                    assertThat(skipped.cause()).isEqualTo(SkipCause.SLOW_CYCLE);
                    assertThat(skipped.message())
                            .isEqualTo(
                                    "Agent 'a7' skipped 9 ticks: cycle took 10s, cadence is 1s; raise the cadence or lower the work");
                });
        assertThat(log.times(CycleCompleted.class)).containsExactly(10_000L, 10_000L, 11_000L, 12_000L);
    }

    @Test
    @DisplayName("pitfall 2: no stale ticks run back to back after a slow cycle, starts stay a period apart")
    void cycleStartsAreAtLeastAPeriodApart() {
        List<Long> starts = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        AgentFlux.<Integer>observing(() -> {
                    starts.add(world.now(TimeUnit.MILLISECONDS) - EventLog.START.toEpochMilli());
                    return calls.getAndIncrement() == 0
                            ? Mono.delay(Duration.ofMillis(10_400), world).thenReturn(1)
                            : Mono.just(1);
                })
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .on(world)
                .every(Cadence.fixedRate(Duration.ofSeconds(1)))
                .start(log);

        world.advanceTo(at(14_000));

        assertThat(starts).containsExactly(0L, 11_000L, 12_000L, 13_000L, 14_000L);
    }

    @Test
    @DisplayName("coalescing runs one missed tick as soon as the slow cycle has ended and keeps the rhythm")
    void coalescingRunsOneMissedTick() {
        observer(world, 10_400)
                .every(Cadence.fixedRate(Duration.ofSeconds(1)))
                .tickOverflow(TickOverflow.COALESCE)
                .start(log);

        world.advanceTo(at(12_500));

        assertThat(log.times(CycleCompleted.class)).containsExactly(10_400L, 10_400L, 11_000L, 12_000L);
        assertThat(log.<TickSkipped<?, ?, ?>>of(TickSkipped.class))
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.ticks()).isEqualTo(9));
    }

    @Test
    @DisplayName(
            "pitfall 27: a thread held for 1.5 s at a cadence of 200 ms leaves one start and seven skipped ticks, no burst")
    void heldThreadDoesNotReplayTicks() {
        StallingScheduler scheduler = new StallingScheduler();
        List<Long> starts = startsStalledAt(scheduler, 0, 1_500);

        scheduler.runUntil(2_050);

        assertThat(starts).containsExactly(0L, 1_600L, 1_800L, 2_000L);
        assertThat(log.<TickSkipped<?, ?, ?>>of(TickSkipped.class))
                .singleElement()
                .satisfies(skipped -> {
                    assertThat(skipped.ticks()).isEqualTo(7);
                    assertThat(skipped.cause()).isEqualTo(SkipCause.SLOW_CYCLE);
                });
    }

    @Test
    @DisplayName("pitfall 27: a tick that fires late runs once, and what was missed is reported")
    void lateTickRunsOnce() {
        StallingScheduler scheduler = new StallingScheduler();
        List<Long> starts = startsStalledAt(scheduler, -1, 0);
        scheduler.schedule(() -> scheduler.stall(1_500), 210, TimeUnit.MILLISECONDS);

        scheduler.runUntil(2_050);

        assertThat(starts).containsExactly(0L, 200L, 1_710L, 1_800L, 2_000L);
        assertThat(log.<TickSkipped<?, ?, ?>>of(TickSkipped.class))
                .singleElement()
                .satisfies(skipped -> {
                    assertThat(skipped.ticks()).isEqualTo(6);
                    assertThat(skipped.message())
                            .isEqualTo("Agent 'a7' skipped 6 ticks: its scheduler ran 1.31s late, cadence is 200ms;"
                                    + " free the scheduler's threads");
                });
    }

    private List<Long> startsStalledAt(StallingScheduler scheduler, long start, long millis) {
        List<Long> starts = new ArrayList<>();
        AgentFlux.<Integer>observing(() -> {
                    long now = scheduler.now(TimeUnit.MILLISECONDS);
                    starts.add(now);
                    if (now == start) {
                        scheduler.stall(millis);
                    }
                    return Mono.just(1);
                })
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named("a7")
                .on(scheduler)
                .every(Cadence.fixedRate(Duration.ofMillis(200)))
                .start(log);
        return starts;
    }

    @Test
    @DisplayName(
            "pitfall 28: agents started together spread their first ticks over the stagger, the same way for the same seed")
    void staggerSpreadsFirstTicks() {
        List<Long> first = firstTicks(7);

        assertThat(first).allSatisfy(millis -> assertThat(millis).isBetween(0L, 9_999L));
        assertThat(new HashSet<>(first.stream().map(millis -> millis / 1_000).toList()))
                .hasSize(10);
        assertThat(firstTicks(7)).isEqualTo(first);
        assertThat(firstTicks(8)).isNotEqualTo(first);
    }

    private List<Long> firstTicks(long seed) {
        EventLog<Integer, Integer, Integer> events = new EventLog<>();
        SimulatedScheduler scheduler = EventLog.world();
        Cadence cadence = Cadence.fixedRate(Duration.ofMinutes(1)).stagger(Duration.ofSeconds(10));
        Fleet.of(100, observer(scheduler).every(cadence).seed(seed)).start(events);
        scheduler.advanceTo(at(10_000));
        return events.times(Observed.class);
    }

    @Test
    @DisplayName("pitfall 28: jitter moves each tick within its share of the period and leaves the grid where it is")
    void jitterMovesTicks() {
        observer(world)
                .every(Cadence.fixedRate(Duration.ofSeconds(1)).jitter(0.2))
                .start(log);

        world.advanceTo(at(100_500));

        List<Long> ticks = log.times(Observed.class);
        assertThat(ticks).hasSize(101).doesNotHaveDuplicates();
        for (int i = 1; i < ticks.size(); i++) {
            assertThat(ticks.get(i)).isBetween(i * 1_000L - 200, i * 1_000L + 200);
        }
        assertThat(ticks.stream().map(tick -> tick % 1_000)).doesNotContainSequence(0L, 0L, 0L);
    }

    @ParameterizedTest
    @EnumSource(TickOverflow.class)
    @DisplayName("two cycles of one agent never overlap, however slow the calls and whatever the policy")
    void cyclesNeverOverlap(TickOverflow policy) {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        AgentFlux.<Integer>observing(() -> {
                    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    return Mono.delay(Duration.ofMillis(calls.incrementAndGet() % 7 * 60L), world)
                            .thenReturn(1);
                })
                .decidingAsync(seen -> Mono.delay(Duration.ofMillis(30), world).thenReturn(2))
                .acting(proposal -> Mono.delay(Duration.ofMillis(40), world)
                        .thenReturn(3)
                        .doFinally(end -> inFlight.decrementAndGet()))
                .on(world)
                .every(Cadence.fixedRate(Duration.ofMillis(100)))
                .tickOverflow(policy)
                .start(log);

        world.advanceTo(at(60_000));

        assertThat(log.times(CycleCompleted.class)).hasSizeGreaterThan(100);
        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName("a result can name the next tick; the cadence goes on from there")
    void resultNamesNextTick() {
        List<Long> acts = new ArrayList<>();
        AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(proposal -> {
                    acts.add(world.now(TimeUnit.MILLISECONDS) - EventLog.START.toEpochMilli());
                    return Mono.just(acts.size() == 2 ? Optional.of(at(7_300)) : Optional.<Instant>empty());
                })
                .on(world)
                .every(Cadence.fixedRate(Duration.ofSeconds(1)))
                .nextTickAt(result -> result)
                .start();

        world.advanceTo(at(9_500));

        assertThat(acts).containsExactly(0L, 1_000L, 7_300L, 8_300L, 9_300L);
    }

    @Test
    @DisplayName("an instant that has passed does not hurry the agent: the cadence says when it goes on")
    void passedInstantIsIgnored() {
        List<Long> acts = new ArrayList<>();
        AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .acting(proposal -> {
                    acts.add(world.now(TimeUnit.MILLISECONDS) - EventLog.START.toEpochMilli());
                    return Mono.just(world.now().minusSeconds(acts.size() - 1));
                })
                .on(world)
                .every(Cadence.fixedDelay(Duration.ofSeconds(10)))
                .nextTickAt(Optional::of)
                .start();

        world.advanceTo(at(25_000));

        assertThat(acts).containsExactly(0L, 10_000L, 20_000L);
    }

    @Test
    @DisplayName("pitfall 22: an agent on Reactor's own virtual time, injected and not global, keeps the same instants")
    void anySchedulerWillDo() {
        VirtualTimeScheduler virtual = VirtualTimeScheduler.create();
        List<Long> ticks = new ArrayList<>();
        observer(virtual).every(Cadence.fixedRate(Duration.ofSeconds(5))).start(event -> {
            if (event instanceof Observed) {
                ticks.add(event.at().toEpochMilli());
            }
        });

        virtual.advanceTimeBy(Duration.ofSeconds(12));

        assertThat(ticks).containsExactly(0L, 5_000L, 10_000L);
        assertThat(VirtualTimeScheduler.isFactoryEnabled()).isFalse();
    }

    @Test
    @DisplayName("a cadence that can't be meant is refused with its reason")
    void refusesNonsense() {
        assertThatThrownBy(() -> Cadence.fixedRate(Duration.ZERO)).hasMessageContaining("at least 1ms");
        assertThatThrownBy(() -> Cadence.fixedRate(Duration.ofSeconds(1)).jitter(0.6))
                .hasMessageContaining("within 0 and 0.5");
        assertThatThrownBy(() -> Cadence.fixedRate(Duration.ofSeconds(1)).stagger(Duration.ofSeconds(-1)))
                .hasMessageContaining("must not be negative");
    }
}
