package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.time.SimulatedScheduler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OversightTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("researcher", "too generous");
    private static final VariantSpec VARIANT = VariantSpec.treatment("a", GuardrailLimits.standard())
            .startingWith(Map.of(EconomyParameter.SCAN_XP, 12.0))
            .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true));
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1", "Test", List.of(VariantSpec.control("control"), VARIANT))
            .build();

    private final Oversight oversight = new Oversight(VARIANT, SPEC, new Judgement(VARIANT, SPEC));
    private final ExperimentState started = Experiment.simulated(SPEC, SimulatedScheduler.startingAt(NOW))
            .state()
            .after(new Occurrence.StatusChanged(ExperimentStatus.DRAFT, ExperimentStatus.RUNNING, CAUSE, NOW));

    private ExperimentState after(ExperimentState state, Decision decision) {
        return state.after(new Occurrence.Decided("a", decision, null));
    }

    private ExperimentState waiting(String decisionId, double scanXp) {
        Decision refused = new Judgement(VARIANT, SPEC)
                .of(
                        ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "more scans"),
                        new Hearing(started, NOW, decisionId));
        return after(started, refused);
    }

    @Test
    @DisplayName("an update waits under the id of the decision that refused it, and under no other")
    void waits() {
        ExperimentState waiting = waiting("dec_1", 14);

        oversight.requireWaiting("dec_1", waiting);

        assertThatThrownBy(() -> oversight.requireWaiting("dec_2", waiting))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'dec_1' does");
        assertThatThrownBy(() -> oversight.requireWaiting("dec_1", started))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none does");
    }

    @Test
    @DisplayName("who approves is in the evidence of a decision of its own, after which nothing waits")
    void approves() {
        ExperimentState waiting = waiting("dec_1", 14);

        Decision approved = oversight.approve("dec_1", CAUSE, new Hearing(waiting, NOW, "dec_2"));

        assertThat(approved.id()).isEqualTo("dec_2");
        assertThat(approved.result().appliedConfig()).isEqualTo(Map.of("scanXp", 14.0));
        assertThat(approved.update().evidence())
                .isEqualTo(Map.of("approvedDecision", "dec_1", "approvedBy", "researcher"));
        assertThatThrownBy(() -> oversight.requireWaiting("dec_1", after(waiting, approved)))
                .hasMessageContaining("none does");
    }

    @Test
    @DisplayName("the way back leads to what the variant started with, and there is none from there")
    void reverts() {
        assertThat(oversight.isAsAtStart(started)).isTrue();
        ExperimentState waiting = waiting("dec_1", 14);
        ExperimentState changed = after(waiting, oversight.approve("dec_1", CAUSE, new Hearing(waiting, NOW, "dec_2")));
        assertThat(oversight.isAsAtStart(changed)).isFalse();

        Decision reverted = oversight.revert(CAUSE, new Hearing(changed, NOW, "dec_3"));

        assertThat(reverted.update().reasoning()).isEqualTo("Reverted by researcher: too generous");
        assertThat(reverted.result().appliedConfig()).isEqualTo(Map.of("scanXp", 12.0));
        assertThat(oversight.isAsAtStart(after(changed, reverted))).isTrue();
        Decision withoutReason = oversight.revert(new Cause("researcher", ""), new Hearing(changed, NOW, "dec_4"));
        assertThat(withoutReason.update().reasoning()).isEqualTo("Reverted by researcher.");
    }
}
