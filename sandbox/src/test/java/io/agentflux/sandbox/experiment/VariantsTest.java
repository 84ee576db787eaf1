package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.Heartbeats.Heartbeat;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VariantsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final PeopleSpec.Simulated PEOPLE = new PeopleSpec.Simulated("stationary", 3, 30);
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(VariantSpec.treatment("a", GuardrailLimits.standard()), VariantSpec.control("control")))
            .people(PEOPLE)
            .build();

    private final Map<String, Cohort> cohorts = new LinkedHashMap<>(Map.of(
            "a", SimulatedCohorts.of(SPEC, PEOPLE, SPEC.variant("a")),
            "control", SimulatedCohorts.of(SPEC, PEOPLE, SPEC.variant("control"))));
    private final ExperimentState morning = ExperimentState.initial(SPEC, cohorts);
    private final Variants variants = new Variants(SPEC, cohorts, SimulatedScheduler.startingAt(NOW));

    @Test
    @DisplayName("comparisons are as of the last evening of a state, not of one that is merely played")
    void comparesAsOfTheLastEvening() {
        assertThat(variants.comparisons(morning).versusControl("a")).isEmpty();

        ExperimentState evening = passed(morning);
        assertThat(variants.comparisons(morning).versusControl("a")).isEmpty();
        assertThat(variants.scoreboard(morning, NOW).variants())
                .allSatisfy(entry -> assertThat(entry.versusControl()).isEmpty());
        Map<String, MetricComparison> firstEvening =
                variants.comparisons(evening).versusControl("a");
        assertThat(firstEvening).isNotEmpty();

        ExperimentState second = passed(evening);
        assertThat(variants.comparisons(evening).versusControl("a")).isEqualTo(firstEvening);
        assertThat(variants.comparisons(second).versusControl("a")).isNotEqualTo(firstEvening);
    }

    private ExperimentState passed(ExperimentState before) {
        return before.after(new Occurrence.DayPassed(before.daysPlayed() + 1, variants.playDay(before), NOW));
    }

    @Test
    @DisplayName("all live the same days, and the scoreboard begins with the control")
    void sideBySide() {
        assertThat(variants.playDay(morning))
                .extracting(Occurrence.LivedDay::variantId)
                .containsExactlyInAnyOrder("a", "control");
        assertThat(variants.scoreboard(morning, NOW).variants())
                .extracting(ScoreboardEntry::variantId)
                .containsExactly("control", "a");
    }

    @Test
    @DisplayName("a heartbeat of a variant that is gone is ignored, and asking for such a one tells which there are")
    void whatIsGone() {
        variants.remember(new Heartbeat("exp_1", "gone", NOW, Duration.ofSeconds(30)));
        variants.remember(new Heartbeat("exp_1", "a", NOW, Duration.ofSeconds(30)));

        assertThat(variants.variant("a").contact()).isEqualTo(new AgentContact(null, NOW, Duration.ofSeconds(30)));
        assertThatThrownBy(() -> variants.variant("gone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no variant 'gone'; there are a, control");
    }
}
