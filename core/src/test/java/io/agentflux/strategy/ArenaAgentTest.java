package io.agentflux.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.StopReason;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class ArenaAgentTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ScriptedArena arena = new ScriptedArena();
    private final List<AgentEvent<Signals, ConfigUpdate, ConfigResult>> events = new ArrayList<>();

    /** Applies at most 12 scanXp, refuses everything else. */
    private static final class ScriptedArena implements Arena {
        private Mono<VariantInfo> variant = Mono.fromCallable(() -> new VariantInfo(
                "v",
                "v",
                "e",
                "e",
                ExperimentStatus.RUNNING.name(),
                VariantInfo.AGENT_MODE,
                false,
                Economy.defaults().with(EconomyParameter.SCAN_XP, 11),
                null,
                Duration.ofMinutes(60),
                50));
        private Mono<Signals> signals = Mono.just(new Signals(30, 3, 9, 90, 2, Map.of(), null));
        private final List<Instant> heartbeats = new ArrayList<>();
        private final List<ConfigUpdate> updates = new ArrayList<>();
        private int observations;

        @Override
        public Mono<VariantInfo> variant() {
            return variant;
        }

        @Override
        public Mono<Signals> signals() {
            return Mono.defer(() -> {
                observations++;
                return signals;
            });
        }

        @Override
        public Mono<ConfigResult> submit(ConfigUpdate update) {
            return Mono.fromCallable(() -> {
                updates.add(update);
                Double scanXp = update.economyOverrides().get("scanXp");
                return scanXp == null
                        ? new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", "too soon", null, "d", List.of())
                        : new ConfigResult(
                                true,
                                Map.of("scanXp", Math.min(12, scanXp)),
                                Map.of(),
                                null,
                                null,
                                null,
                                "d",
                                List.of());
            });
        }

        @Override
        public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
            return Mono.fromRunnable(() -> heartbeats.add(START.plus(pollInterval)));
        }

        @Override
        public Mono<Scoreboard> scoreboard() {
            return Mono.empty();
        }

        @Override
        public Mono<DecisionPage> decisions(int page, int pageSize) {
            return Mono.empty();
        }
    }

    private static final class Raise implements Strategy {
        private final List<Double> seen = new ArrayList<>();
        private final List<Boolean> accepted = new ArrayList<>();

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            seen.add(economy.value(EconomyParameter.SCAN_XP));
            return Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 20, "more"));
        }

        @Override
        public void onResult(ConfigUpdate update, ConfigResult result) {
            accepted.add(result.accepted());
        }
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> agent(Strategy strategy) {
        return ArenaAgent.of(arena, strategy)
                .named("a7")
                .every(Cadence.fixedDelay(Duration.ofMinutes(1)))
                .on(clock);
    }

    private Optional<StopReason> stopReason() {
        return events.stream()
                .filter(AgentEvent.Stopped.class::isInstance)
                .map(event -> ((AgentEvent.Stopped<?, ?, ?>) event).reason())
                .findFirst();
    }

    @Test
    @DisplayName("the strategy sees the arena's economy, then what the arena applied, and hears of every result")
    void keepsACopyOfTheEconomy() {
        Raise strategy = new Raise();
        agent(strategy).start(events::add);
        clock.advanceBy(Duration.ofMinutes(2));

        assertThat(strategy.seen).containsExactly(11.0, 12.0, 12.0);
        assertThat(strategy.accepted).containsExactly(true, true, true);
    }

    @Test
    @DisplayName("a refused update is a result: the economy stays, the strategy hears of it, the agent goes on")
    void survivesRefusals() {
        List<String> refusals = new ArrayList<>();
        agent(new Strategy() {
                    @Override
                    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
                        return Optional.of(ConfigUpdate.of(EconomyParameter.PHOTO_XP, 20, "more"));
                    }

                    @Override
                    public void onResult(ConfigUpdate update, ConfigResult result) {
                        refusals.add(String.valueOf(result.rejectionReason()));
                    }
                })
                .start(events::add);
        clock.advanceBy(Duration.ofMinutes(9));

        assertThat(refusals).hasSize(10).containsOnly("RATE_LIMITED");
        assertThat(stopReason()).isEmpty();
    }

    @Test
    @DisplayName(
            "an arena that closes ends the agent gracefully, at the start or later, and nothing is decided any more")
    void endsGracefullyWhenTheArenaCloses() {
        Raise strategy = new Raise();
        agent(strategy).start(events::add);
        clock.advanceBy(Duration.ofSeconds(30));
        arena.signals = Mono.error(new ArenaClosedException("EXPERIMENT_PAUSED", null));
        clock.advanceBy(Duration.ofMinutes(5));

        assertThat(stopReason()).containsInstanceOf(StopReason.Closed.class);
        assertThat(strategy.seen).hasSize(1);

        events.clear();
        arena.variant = Mono.error(new ArenaClosedException("EXPERIMENT_ENDED", null));
        agent(strategy).start(events::add);
        clock.advanceBy(Duration.ofMinutes(5));

        assertThat(stopReason()).containsInstanceOf(StopReason.Closed.class);
        assertThat(strategy.seen).hasSize(1);
    }

    @Test
    @DisplayName("five failed cycles in a row end the agent with the last error, and a good one starts the count again")
    void endsAfterFiveFailures() {
        Raise strategy = new Raise();
        agent(strategy).start(events::add);
        clock.advanceBy(Duration.ofSeconds(30));
        Mono<Signals> good = arena.signals;
        arena.signals = Mono.error(new ArenaTransientException("503", null));
        clock.advanceBy(Duration.ofMinutes(4));
        arena.signals = good;
        clock.advanceBy(Duration.ofMinutes(1));
        arena.signals = Mono.error(new ArenaTransientException("503 again", null));
        clock.advanceBy(Duration.ofMinutes(30));

        assertThat(arena.observations).isEqualTo(1 + 4 + 1 + 5);
        assertThat(stopReason()).hasValueSatisfying(reason -> assertThat(reason)
                .isInstanceOfSatisfying(StopReason.Failed.class, failed -> assertThat(failed.cause())
                        .hasMessage("503 again")));
    }

    @Test
    @DisplayName("heartbeats go out first and every thirty seconds, and tell how often the agent observes")
    void sendsHeartbeats() {
        agent(new Raise()).start(events::add);
        clock.advanceBy(Duration.ofSeconds(95));

        assertThat(arena.heartbeats).hasSize(4).containsOnly(START.plus(Duration.ofMinutes(1)));
        assertThat(events.stream().filter(AgentEvent.HeartbeatSent.class::isInstance))
                .hasSize(4);
    }

    @Test
    @DisplayName("a strategy that blocks does so on the scheduler that is given, and hears of the result")
    void letsBlockingStrategiesBlock() {
        Scheduler blocking = Schedulers.newBoundedElastic(1, 10, "blocking-test");
        List<String> told = new CopyOnWriteArrayList<>();
        Strategy slow = new Strategy() {
            @Override
            public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
                told.add(Thread.currentThread().getName().replaceAll("-\\d+$", ""));
                String answer = Mono.delay(Duration.ofMillis(1), Schedulers.parallel())
                        .thenReturn("asked")
                        .block();
                return Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, String.valueOf(answer)));
            }

            @Override
            public void onResult(ConfigUpdate update, ConfigResult result) {
                told.add(update.reasoning());
            }
        };
        ArenaAgent.ofReactive(arena, ReactiveStrategy.ofBlocking(slow, blocking))
                .maxCycles(1)
                .start()
                .onStop()
                .block(Duration.ofSeconds(20));
        blocking.dispose();

        assertThat(told).containsExactly("blocking-test", "asked");
    }

    @Test
    @DisplayName("a strategy that takes its time decides in its own time")
    void waitsForReactiveStrategies() {
        ArenaAgent.ofReactive(
                        arena, (signals, economy) -> Mono.just(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "asked"))
                                .delayElement(Duration.ofSeconds(10), clock))
                .every(Cadence.fixedDelay(Duration.ofMinutes(1)))
                .on(clock)
                .start(events::add);

        clock.advanceBy(Duration.ofSeconds(9));
        assertThat(arena.updates).isEmpty();
        clock.advanceBy(Duration.ofSeconds(1));
        assertThat(arena.updates).hasSize(1);
    }
}
