package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.AgentEvent;
import io.agentflux.Cadence;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Metric;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.strategy.ArenaAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArenaSandboxTest {

    private static final ConfigUpdate UPDATE = ConfigUpdate.of(EconomyParameter.SCAN_XP, 100, "more");

    private final TestArena arena = new TestArena();
    private final ArenaClient client = arena.client(DemoExperiment.TOKEN);

    @AfterEach
    void stop() {
        client.close();
        arena.close();
    }

    @Test
    @DisplayName("the client sees the variant, its signals and the scoreboard, and the days pass")
    void observes() {
        VariantInfo variant = get(client.variant());
        Signals first = get(client.signals());
        arena.pass(Duration.ofSeconds(30));
        Signals later = get(client.signals());

        assertThat(variant.variantId()).isEqualTo(arena.treatment().id()).matches("var_[0-9a-f]{8}");
        assertThat(variant.knownStatus()).contains(ExperimentStatus.RUNNING);
        assertThat(variant.updateInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(first.experimentDays()).isEqualTo(1);
        assertThat(later.experimentDays()).isEqualTo(4);
        assertThat(later.totalScans()).isGreaterThan(first.totalScans());
        assertThat(later.metrics()).containsKeys(Metric.SCAN_FREQUENCY.name(), Metric.STREAK_LENGTH.name());
        assertThat(get(client.scoreboard()).variants())
                .extracting(ScoreboardEntry::isControl)
                .containsExactly(true, false);
    }

    @Test
    @DisplayName("an update is clamped, the next one limited, and both are in the audit log, newest first")
    void submits() {
        ConfigResult accepted = get(client.submit(UPDATE));
        ConfigResult limited = get(client.submit(UPDATE));
        DecisionPage page = get(client.decisions(1, 1));

        assertThat(accepted.appliedConfig()).isEqualTo(Map.of("scanXp", 15.0));
        assertThat(accepted.clampedDeltas()).containsOnlyKeys("scanXp");
        assertThat(accepted.nextAllowedUpdate()).isEqualTo(TestArena.START.plusSeconds(60));
        assertThat(limited.rejectionReason()).isEqualTo("RATE_LIMITED");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.decisions()).extracting(Decision::id).containsExactly(limited.decisionLogId());
        assertThat(get(arena.client(arena.controlToken).submit(UPDATE)).rejectionReason())
                .isEqualTo("CONTROL_VARIANT_IMMUTABLE");
    }

    @Test
    @DisplayName("a paused experiment closes the signals, refuses updates in words, and still shows the variant")
    void paused() {
        arena.experiment
                .moveTo(ExperimentStatus.PAUSED, new Cause("test", "a break"))
                .block(PATIENCE);

        assertThatThrownBy(() -> client.signals().block(PATIENCE))
                .isInstanceOf(ArenaClosedException.class)
                .hasMessageContaining("EXPERIMENT_PAUSED");
        assertThat(get(client.submit(UPDATE)).rejectionReason()).isEqualTo("EXPERIMENT_NOT_RUNNING");
        assertThat(get(client.variant()).knownStatus()).contains(ExperimentStatus.PAUSED);
    }

    @Test
    @DisplayName("a heartbeat is seen on the scoreboard")
    void heartbeats() {
        client.heartbeat(Duration.ofSeconds(60), Map.of("host", "a")).block(PATIENCE);

        assertThat(get(client.scoreboard()).variants().get(1).lastHeartbeat()).isEqualTo(TestArena.START);
    }

    @Test
    @DisplayName("an agent runs its cycles over HTTP")
    void runsAnAgent() {
        List<AgentEvent<Signals, ConfigUpdate, ConfigResult>> events = ArenaAgent.of(
                        client,
                        (signals, economy) -> Optional.of(ConfigUpdate.of(
                                EconomyParameter.SCAN_XP,
                                economy.value(EconomyParameter.SCAN_XP) + 1,
                                "day " + signals.experimentDays())))
                .every(Cadence.fixedDelay(Duration.ofMillis(20)))
                .maxCycles(5)
                .events()
                .collectList()
                .block(PATIENCE);

        assertThat(events).hasAtLeastOneElementOfType(AgentEvent.Stopped.class);
        assertThat(arena.handle.statistics().observations()).isEqualTo(5);
        assertThat(arena.handle.statistics().accepted()).isEqualTo(1);
        assertThat(arena.handle.statistics().refused()).isEqualTo(4);
        assertThat(arena.handle.statistics().heartbeats()).isPositive();
        assertThat(get(client.decisions(1, 10)).total()).isEqualTo(5);
    }

    @Test
    @DisplayName("an update that is being decided when the server stops is still answered, later ones are not taken")
    void stopsGracefully() throws Exception {
        ExperimentStore store = arena.handle.experiments().store();
        try (ArenaClient slow = ArenaClient.builder(
                        ArenaAccess.of(arena.handle.url().toString(), Token.of(DemoExperiment.TOKEN)))
                .maxRetries(0)
                .build()) {
            List<CompletableFuture<ConfigResult>> answers = new ArrayList<>();
            List<CompletableFuture<Void>> stops = new ArrayList<>();
            HeldUpStore.during(store, () -> {
                answers.add(slow.submit(UPDATE).toFuture());
                HeldUpStore.awaitWaiting(store);
                stops.add(arena.handle.stop(Duration.ofSeconds(10)).toFuture());
                arena.handle.onStop().block(PATIENCE);
                assertThat(stops.get(0)).isNotDone();
            });

            assertThat(answers.get(0).get(20, TimeUnit.SECONDS).accepted()).isTrue();
            stops.get(0).get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> slow.signals().block(PATIENCE)).isInstanceOf(ArenaTransientException.class);
        }
    }
}
