package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.CAUSE;
import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.SPEC;
import static io.agentflux.sandbox.experiment.StoredExperiments.START;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static io.agentflux.sandbox.experiment.StoredExperiments.scanXp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.sandbox.experiment.RepeatableArena.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there again after a restart. */
class RecoveryTest {

    @AutoClose
    private final StoredExperiments stored;

    RecoveryTest(@TempDir Path folder) {
        stored = new StoredExperiments(folder);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "an experiment is there again as it was: set-up, status, freezes, economies, counters, people and signals")
    void recovers(boolean isStoppedInOrder) {
        Experiment experiment = stored.running();
        stored.passDays(experiment, 2);
        now(experiment.arena("a").submit(scanXp(12)));
        now(experiment.arena("a").submit(scanXp(13)));
        stored.passDays(experiment, 9);
        now(experiment.arena("b").submit(scanXp(12)));
        experiment.freeze("b", null, new Cause("monitor", "retention fell")).block(SOON);
        experiment.arena("a").heartbeat(Duration.ofSeconds(30), Map.of()).block(SOON);
        ExperimentState state = experiment.state();
        Scoreboard scoreboard = now(experiment.arena("a").scoreboard());
        List<Decision> decisions = now(experiment.arena("a").decisions(1, 10)).decisions();

        if (isStoppedInOrder) {
            stored.restart();
        } else {
            stored.crash();
        }

        assertThat(stored.store().document("checkpoint", "exp_1").hasElement().block(SOON))
                .isEqualTo(isStoppedInOrder);
        Experiment recovered = stored.again();
        assertThat(recovered).isNotSameAs(experiment);
        assertThat(recovered.spec()).isEqualTo(SPEC);
        assertThat(recovered.state()).isEqualTo(state);
        assertThat(now(recovered.arena("a").scoreboard())).isEqualTo(scoreboard);
        assertThat(now(recovered.arena("a").decisions(1, 10)).decisions()).isEqualTo(decisions);
        assertThat(recovered.contact("a").pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(now(recovered.arena("b").submit(scanXp(12))).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
    }

    @Test
    @DisplayName("people go on after a restart exactly as they would have gone on without one")
    void peopleGoOn() {
        Experiment experiment = stored.running();
        now(experiment.arena("a").submit(scanXp(15)));
        stored.passDays(experiment, 4);
        stored.restart();
        stored.passDays(stored.again(), 5);
        Signals interrupted = now(stored.again().arena("a").signals());

        Experiment uninterrupted = Experiment.simulated(SPEC, stored.clock);
        uninterrupted.start(CAUSE).block(SOON);
        now(uninterrupted.arena("a").submit(scanXp(15)));
        stored.clock.advanceBy(Duration.ofDays(9));
        Signals expected = now(uninterrupted.arena("a").signals());

        assertThat(interrupted.metrics()).hasSize(8).isEqualTo(expected.metrics());
        assertThat(interrupted.totalScans()).isEqualTo(expected.totalScans());
    }

    @Test
    @DisplayName("the rate limit holds across a restart")
    void rateLimitHolds() {
        now(stored.running().arena("a").submit(scanXp(12)));
        stored.restart();

        ConfigResult tooSoon = now(stored.again().arena("a").submit(scanXp(13)));
        stored.clock.advanceBy(Duration.ofHours(1));
        ConfigResult later = now(stored.again().arena("a").submit(scanXp(13)));

        assertThat(tooSoon.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(tooSoon.nextAllowedUpdate()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(later.accepted()).isTrue();
    }

    @Test
    @DisplayName("a request answered before a restart gets the same answer afterwards, as long as its name means it")
    void repeatedRequests() {
        ConfigResult first = now(repeatable().submit(scanXp(12), named("request-1")));
        stored.restart();

        ConfigResult again = now(repeatable().submit(scanXp(12), named("request-1")));
        assertThatThrownBy(() -> now(repeatable().submit(scanXp(13), named("request-1"))))
                .isInstanceOf(ReusedKeyException.class);
        ConfigResult other = now(repeatable().submit(scanXp(12), named("request-2")));
        stored.clock.advanceBy(Duration.ofMinutes(5));
        ConfigResult tooLate = now(repeatable().submit(scanXp(12), named("request-1")));

        assertThat(first.accepted()).isTrue();
        assertThat(again).isEqualTo(first);
        assertThat(other.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(tooLate.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(stored.again().state().variant("a").accepted()).isEqualTo(1);
        assertThat(stored.again().state().variant("a").rejected()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a request known by its content is another one after a restart, too, once nothing but that is in its way")
    void repeatedContent() {
        Request content = new Request("content", Duration.ofDays(1), false);
        ConfigResult first = now(repeatable().submit(scanXp(12), content));
        stored.restart();

        ConfigResult again = now(repeatable().submit(scanXp(12), content));
        boolean tooEarly = repeatable().isTooEarlyAfter(first, scanXp(12));
        stored.clock.advanceBy(stored.again().spec().variant("a").limits().updateInterval());
        boolean stillTooEarly = repeatable().isTooEarlyAfter(first, scanXp(12));
        ConfigResult later = now(repeatable().submit(scanXp(12), content));

        assertThat(again).isEqualTo(first);
        assertThat(tooEarly).isTrue();
        assertThat(stillTooEarly).isFalse();
        assertThat(later.accepted()).isTrue();
        assertThat(later.decisionLogId()).isNotEqualTo(first.decisionLogId());
    }

    private static Request named(String key) {
        return new Request(key, Duration.ofMinutes(5), true);
    }

    private RepeatableArena repeatable() {
        return stored.experiments().find("exp_1").orElseGet(stored::running).arena("a");
    }

    @Test
    @DisplayName("a tenant's economy reaches its experiments under what variants set themselves, also after a restart")
    void tenantEconomies() {
        Experiment experiment = stored.running();
        now(experiment.arena("a").submit(scanXp(12)));

        stored.experiments()
                .changeTenantEconomy(
                        ExperimentSpec.DEFAULT_TENANT,
                        Map.of(EconomyParameter.SCAN_XP, 11.0, EconomyParameter.PHOTO_XP, 7.0),
                        CAUSE)
                .block(SOON);
        stored.restart();

        ExperimentState state = stored.again().state();
        assertThat(state.variant("control").economy().value(EconomyParameter.SCAN_XP))
                .isEqualTo(11);
        assertThat(state.variant("a").economy().value(EconomyParameter.SCAN_XP)).isEqualTo(12);
        assertThat(state.variant("a").economy().value(EconomyParameter.PHOTO_XP))
                .isEqualTo(7);
        assertThat(stored.experiments().tenantEconomy("default")).containsEntry(EconomyParameter.SCAN_XP, 11.0);
        assertThat(stored.experiments().tenantEconomy("other")).isEmpty();
        Experiment later = now(stored.experiments()
                .create(
                        ExperimentSpec.builder("exp_2", "Later", SPEC.variants())
                                .people(SPEC.people())
                                .build(),
                        CAUSE));
        assertThat(later.state().variant("control").economy().value(EconomyParameter.PHOTO_XP))
                .isEqualTo(7);
    }
}
