package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ApprovalTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause RESEARCHER = new Cause("researcher", "looks fine");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Experiment experiment = Experiment.simulated(
            ExperimentSpec.builder(
                            "exp",
                            "Test",
                            List.of(
                                    VariantSpec.control("control"),
                                    VariantSpec.treatment("a", GuardrailLimits.standard())
                                            .startingWith(Map.of(EconomyParameter.SCAN_XP, 12.0))
                                            .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true))))
                    .people(new PeopleSpec.Simulated("stationary", 1, 20))
                    .build(),
            clock);

    @BeforeEach
    void start() {
        experiment.start(RESEARCHER).block(SOON);
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private ConfigResult submit(double scanXp) {
        return now(experiment
                .arena("a")
                .submit(new ConfigUpdate(Map.of("scanXp", scanXp), "more scans", Map.of("trend", "down"))));
    }

    private double scanXp() {
        return experiment.state().variant("a").economy().value(EconomyParameter.SCAN_XP);
    }

    @Test
    @DisplayName("an update is in force when a person has approved of it, and both decisions are in the log")
    void appliesWhenApproved() {
        ConfigResult waiting = submit(14);
        assertThat(waiting.isRejectedAs(RejectionCode.APPROVAL_REQUIRED)).isTrue();
        assertThat(scanXp()).isEqualTo(12);

        ConfigResult approved = now(experiment.approve("a", waiting.decisionLogId(), RESEARCHER));

        assertThat(approved.accepted()).isTrue();
        assertThat(scanXp()).isEqualTo(14);
        List<Decision> log = now(experiment.arena("a").decisions(1, 10)).decisions();
        assertThat(log).hasSize(2);
        assertThat(log.get(0).update().reasoning()).isEqualTo("more scans");
        assertThat(log.get(0).update().evidence())
                .isEqualTo(Map.of(
                        "trend", "down", "approvedDecision", waiting.decisionLogId(), "approvedBy", "researcher"));
        assertThatThrownBy(() -> now(experiment.approve("a", waiting.decisionLogId(), RESEARCHER)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not wait for approval; none does");
    }

    @Test
    @DisplayName("only the latest update waits, so nobody approves of what they have not seen")
    void onlyTheLatestWaits() {
        ConfigResult first = submit(13);
        ConfigResult second = submit(14);

        assertThatThrownBy(() -> now(experiment.approve("a", first.decisionLogId(), RESEARCHER)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + second.decisionLogId() + "' does");
        assertThat(now(experiment.approve("a", second.decisionLogId(), RESEARCHER))
                        .accepted())
                .isTrue();
    }

    @Test
    @DisplayName("what is approved is judged as things are then, and waits on if another rule refuses it")
    void judgesAnew() {
        ConfigResult waiting = submit(100);
        experiment.freeze("a", null, RESEARCHER).block(SOON);
        assertThat(now(experiment.approve("a", waiting.decisionLogId(), RESEARCHER))
                        .isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        experiment.release("a", RESEARCHER).block(SOON);

        ConfigResult approved = now(experiment.approve("a", waiting.decisionLogId(), RESEARCHER));

        assertThat(approved.appliedConfig()).isEqualTo(Map.of("scanXp", 18.0));
        assertThat(approved.clampedDeltas()).containsOnlyKeys("scanXp");
        ConfigResult next = submit(19);
        assertThat(next.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
    }

    @Test
    @DisplayName("a variant taken back pays what it started with, and the log says why")
    void reverts() {
        experiment.approve("a", submit(18).decisionLogId(), RESEARCHER).block(SOON);
        clock.advanceBy(Duration.ofMinutes(5));
        experiment.revert("a", new Cause("researcher", "too generous")).block(SOON);
        experiment.revert("a", new Cause("researcher", "once more")).block(SOON);
        experiment.revert("control", RESEARCHER).block(SOON);

        assertThat(scanXp()).isEqualTo(12);
        List<Decision> log = now(experiment.arena("a").decisions(1, 10)).decisions();
        assertThat(log).hasSize(3);
        assertThat(log.get(0).update().reasoning()).isEqualTo("Reverted by researcher: too generous");
        assertThat(log.get(0).result().appliedConfig()).isEqualTo(Map.of("scanXp", 12.0));
    }
}
