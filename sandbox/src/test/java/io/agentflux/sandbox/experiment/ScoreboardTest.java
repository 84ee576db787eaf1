package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Standing;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Experiment experiment = Experiment.simulated(
            ExperimentSpec.builder(
                            "exp",
                            "Test",
                            List.of(
                                    VariantSpec.treatment("rich", GuardrailLimits.standard())
                                            .startingWith(Map.of(
                                                    EconomyParameter.SCAN_XP, 40.0,
                                                    EconomyParameter.SCAN_DAILY_CAP, 60.0)),
                                    VariantSpec.control("control"),
                                    VariantSpec.treatment("same", GuardrailLimits.standard())))
                    .primaryMetric(Metric.XP_VELOCITY)
                    .people(new PeopleSpec.Simulated("stationary", 5, 150))
                    .build(),
            clock);

    private List<ScoreboardEntry> scoreboard() {
        return Objects.requireNonNull(experiment.arena("same").scoreboard().block(SOON))
                .variants();
    }

    @Test
    @DisplayName("the scoreboard compares each treatment with the control, and ranks the variants")
    void compares() {
        assertThat(scoreboard()).allSatisfy(entry -> {
            assertThat(entry.versusControl()).isEmpty();
            assertThat(entry.standing()).isNull();
        });
        experiment.start(new Cause("test", "")).block(SOON);
        clock.advanceBy(Duration.ofDays(14));

        List<ScoreboardEntry> entries = scoreboard();
        ScoreboardEntry control = entries.get(0);
        ScoreboardEntry rich = entries.get(1);
        ScoreboardEntry same = entries.get(2);
        assertThat(control.isControl()).isTrue();
        assertThat(control.versusControl()).isEmpty();
        assertThat(rich.versusControl()).hasSize(6);
        MetricComparison velocity = Objects.requireNonNull(rich.versusControl().get("XP_VELOCITY"));
        assertThat(velocity.isSignificant()).isTrue();
        assertThat(velocity.difference())
                .isCloseTo(
                        rich.metrics().get("XP_VELOCITY").value()
                                - control.metrics().get("XP_VELOCITY").value(),
                        Offset.offset(1e-9));
        assertThat(rich.standing()).isEqualTo(new Standing(1, 1, 1));
        assertThat(List.of(Objects.requireNonNull(control.standing()), Objects.requireNonNull(same.standing())))
                .allSatisfy(standing -> {
                    assertThat(standing.best()).isEqualTo(2);
                    assertThat(standing.worst()).isEqualTo(3);
                });
    }

    @Test
    @DisplayName("variants are compared once for each evening")
    void comparesOncePerEvening() {
        experiment.start(new Cause("test", "")).block(SOON);
        clock.advanceBy(Duration.ofDays(9));
        Map<String, MetricComparison> first = scoreboard().get(1).versusControl();

        Map<String, MetricComparison> again = scoreboard().get(1).versusControl();
        clock.advanceBy(Duration.ofDays(1));
        Map<String, MetricComparison> later = scoreboard().get(1).versusControl();

        first.forEach((metric, comparison) -> assertThat(again.get(metric)).isSameAs(comparison));
        assertThat(later).isNotEqualTo(first);
    }
}
