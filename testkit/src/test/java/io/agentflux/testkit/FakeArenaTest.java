package io.agentflux.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.Cadence;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.testkit.FakeArena.Operation;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeArenaTest {

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeArena arena = FakeArena.create(clock);

    @Nested
    class AsAnArena extends ArenaContract {

        private final FakeArena control = FakeArena.ofControl(clock);

        @Override
        protected Arena treatment() {
            return arena;
        }

        @Override
        protected Arena control() {
            return control;
        }

        @Override
        protected void pass(Duration time) {
            clock.advanceBy(time);
        }

        @Override
        protected void pauseExperiment() {
            arena.moveTo(ExperimentStatus.PAUSED);
        }
    }

    @Test
    @DisplayName("an agent meets what the script says: a failure, slow answers, people who react, a freeze")
    void followsItsScript() {
        arena.react(economy -> {
            double frequency = economy.value(EconomyParameter.SCAN_XP) / 5;
            return new Signals(50, 5, 9, 100, 1, Map.of("SCAN_FREQUENCY", MetricSignal.of(frequency, null, 50)), null);
        });
        arena.fail(Operation.SIGNALS, new ArenaTransientException("503", null));
        arena.linger(Operation.SUBMIT, Duration.ofSeconds(7));
        List<AgentEvent<Signals, ConfigUpdate, ConfigResult>> events = new ArrayList<>();
        ArenaAgent.of(arena, (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 14, "more")))
                .every(Cadence.fixedDelay(Duration.ofHours(2)))
                .on(clock)
                .start(events::add);

        clock.advanceBy(Duration.ofMinutes(1));
        assertThat(events).hasAtLeastOneElementOfType(AgentEvent.CycleFailed.class);
        clock.advanceBy(Duration.ofHours(2));
        assertThat(arena.economy().value(EconomyParameter.SCAN_XP)).isEqualTo(14);
        arena.freeze("too bold");
        clock.advanceBy(Duration.ofHours(2));
        arena.release();
        clock.advanceBy(Duration.ofHours(2));

        assertThat(arena.decisions()).hasSize(3);
        assertThat(arena.decisions().get(1).result().isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(arena.calls(Operation.SIGNALS)).isEqualTo(4);
        assertThat(arena.heartbeats()).hasSizeGreaterThan(100);
        assertThat(events)
                .filteredOn(AgentEvent.CycleCompleted.class::isInstance)
                .extracting(event -> ((AgentEvent.CycleCompleted<?, ?, ?>) event).took())
                .containsOnly(Duration.ofSeconds(7));
        assertThat(events)
                .filteredOn(AgentEvent.Observed.class::isInstance)
                .last()
                .extracting(event -> ((AgentEvent.Observed<Signals, ?, ?>) event)
                        .observation()
                        .metrics()
                        .get("SCAN_FREQUENCY")
                        .value())
                .isEqualTo(2.8);
    }
}
