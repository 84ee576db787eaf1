package io.agentflux.sandbox.health;

import static io.agentflux.sandbox.health.WatchedExperiment.CAUSE;
import static io.agentflux.sandbox.health.WatchedExperiment.DAY;
import static io.agentflux.sandbox.health.WatchedExperiment.SOON;
import static io.agentflux.sandbox.health.WatchedExperiment.START;
import static io.agentflux.sandbox.health.WatchedExperiment.now;
import static io.agentflux.sandbox.health.WatchedExperiment.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {

    private final WatchedExperiment watched = new WatchedExperiment();

    @Test
    @DisplayName("with days of 24 hours the health is looked at each five minutes")
    void looksEachFiveMinutes() {
        Experiment experiment = watched.running(Duration.ofHours(24));
        watched.watch();
        watched.pass(Duration.ofSeconds(1));
        watched.heartbeat(experiment, "a", Duration.ofSeconds(60));

        watched.pass(Duration.ofSeconds(299));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        watched.pass(Duration.ofSeconds(1));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).singleElement().satisfies(event -> {
            assertThat(event.variantId()).isEqualTo("a");
            assertThat(event.timestamp()).isEqualTo(START.plusSeconds(301));
            assertThat(event.body())
                    .contains(
                            "last heard of at 2026-03-01T00:00:01Z",
                            "3 times its interval of 60 s = 180 s",
                            "cure",
                            "AGENT_HEARTBEAT_TIMEOUT");
        });
    }

    @Test
    @DisplayName("a silent agent is told once, any request ends the episode, and the next one is told again")
    void tellsEachSilenceOnce() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        watched.heartbeat(experiment, "a", Duration.ofSeconds(60));

        watched.pass(Duration.ofMinutes(3));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        watched.pass(Duration.ofMinutes(27));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);

        now(experiment.arena("a").signals());
        watched.pass(Duration.ofMinutes(3));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);
        watched.pass(Duration.ofMinutes(10));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(2);
    }

    @Test
    @DisplayName("nobody is late while the experiment is paused, and everybody has time anew when it goes on")
    void waitsWhilePaused() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        watched.heartbeat(experiment, "a", Duration.ofSeconds(60));
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        watched.pass(Duration.ofMinutes(20));
        experiment.moveTo(ExperimentStatus.RUNNING, CAUSE).block(SOON);
        watched.pass(Duration.ofMinutes(3));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        watched.pass(Duration.ofMinutes(1));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);
    }

    @Test
    @DisplayName("when somebody sets the clock back, the health is looked at as often as before")
    void bearsClocksSetBack() {
        Experiment experiment = watched.running(DAY);
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(1));
        watched.watchAhead(ahead::get);
        watched.pass(Duration.ofSeconds(2));
        ahead.set(Duration.ZERO);
        for (int update = 0; update < 4; update++) {
            submit(experiment, "a", 1e6);
            watched.pass(Duration.ofMinutes(6));
        }

        assertThat(watched.events(EventType.ANOMALY)).hasSize(1);
    }

    @Test
    @DisplayName("the fourth update in a row that is cut back is an anomaly, told once for the series")
    void noticesAnomalies() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        for (int update = 0; update < 3; update++) {
            assertThat(submit(experiment, "a", 1e6).clampedDeltas()).isNotEmpty();
            watched.pass(Duration.ofMinutes(6));
        }
        submit(experiment, "a", 1e6);
        submit(experiment, "a", 1e6);
        assertThat(watched.events(EventType.ANOMALY)).isEmpty();
        watched.pass(Duration.ofSeconds(13));
        assertThat(watched.events(EventType.ANOMALY)).hasSize(1);
        watched.pass(Duration.ofMinutes(6));
        submit(experiment, "a", 1e6);
        watched.pass(Duration.ofMinutes(6));
        assertThat(watched.events(EventType.ANOMALY)).hasSize(1);

        double scanXp = experiment.state().variant("a").economy().value(EconomyParameter.SCAN_XP);
        submit(experiment, "a", scanXp + 1);
        for (int update = 0; update < 4; update++) {
            watched.pass(Duration.ofMinutes(6));
            submit(experiment, "a", 1e9);
        }
        watched.pass(Duration.ofSeconds(13));
        assertThat(watched.events(EventType.ANOMALY)).hasSize(2);
    }

    @Test
    @DisplayName("agents that decide nothing for a day are told, once each, and anew for each pause")
    void noticesIdleAgents() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        submit(experiment, "b", 30);
        watched.pass(DAY.plusSeconds(14));
        assertThat(watched.events(EventType.IDLE))
                .extracting(ExperimentEvent::variantId)
                .containsExactlyInAnyOrder("a", "b");
        watched.pass(DAY.multipliedBy(2));
        assertThat(watched.events(EventType.IDLE)).hasSize(2);
        submit(experiment, "a", 11);
        watched.pass(DAY.plusSeconds(14));
        assertThat(watched.events(EventType.IDLE)).hasSize(3);
    }

    @Test
    @DisplayName("variants that become alike are told as long as they are, once")
    void noticesConvergence() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        watched.pass(Duration.ofMinutes(1));
        assertThat(watched.events(EventType.CONVERGING)).isEmpty();
        submit(experiment, "b", 10);
        watched.pass(DAY.multipliedBy(3));
        assertThat(watched.events(EventType.CONVERGING))
                .singleElement()
                .satisfies(event -> assertThat(event.variantId()).isNull());
        submit(experiment, "a", 15);
        watched.pass(Duration.ofMinutes(6));
        submit(experiment, "b", 15);
        watched.pass(Duration.ofMinutes(6));
        assertThat(watched.events(EventType.CONVERGING)).hasSize(2);
    }

    @Test
    @DisplayName("what was told before a restart is not told again after it")
    void remembersAcrossRestarts() {
        Experiment experiment = watched.running(DAY);
        HealthMonitor monitor = watched.watch();
        watched.heartbeat(experiment, "a", Duration.ofSeconds(60));
        watched.scan(1);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));
        experiment.release("a", CAUSE).block(SOON);
        int told = watched.events(EventType.HEALTH.toArray(String[]::new)).size();
        assertThat(told).isEqualTo(1 + 3 + 2);

        monitor.dispose();
        watched.restart();
        Experiment again = watched.experiment();
        watched.watch();
        watched.pass(DAY.multipliedBy(2));

        assertThat(again.daysPlayed()).isEqualTo(10);
        assertThat(watched.events(EventType.HEALTH.toArray(String[]::new))).hasSize(told);
        assertThat(again.state().variant("a").freeze()).isNull();
        assertThat(again.state().variant("b").freeze()).isNotNull();
    }

    @Test
    @DisplayName("a silence that began with some other request than a heartbeat is not told again after a restart")
    void remembersSilenceAcrossRestarts() {
        Experiment experiment = watched.running(DAY);
        HealthMonitor monitor = watched.watch();
        watched.heartbeat(experiment, "a", Duration.ofSeconds(60));
        watched.pass(Duration.ofSeconds(30));
        now(experiment.arena("a").signals());
        watched.pass(Duration.ofMinutes(10));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);

        monitor.dispose();
        watched.restart();
        watched.watch();
        watched.pass(Duration.ofMinutes(10));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);

        now(watched.experiment().arena("a").signals());
        watched.pass(Duration.ofMinutes(10));
        assertThat(watched.events(EventType.HEARTBEAT_TIMEOUT)).hasSize(2);
    }
}
