package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.arena.Arena;
import io.agentflux.arena.Confidence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the compatible profile reads differently. */
class ProfileTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final Arena standard = arena(Profile.STANDARD);
    private final Arena compatible = arena(Profile.COMPATIBLE);

    private Arena arena(Profile profile) {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("a", new GuardrailLimits(Duration.ofMinutes(1), 50))))
                .people(new PeopleSpec.Simulated("stationary", 1, 40))
                .profile(profile)
                .build();
        Experiment experiment = Experiment.simulated(spec, clock);
        experiment.start(new Cause("test", "")).block(SOON);
        return experiment.arena("a");
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private ConfigResult submit(Arena arena, EconomyParameter parameter, double value) {
        return now(arena.submit(ConfigUpdate.of(parameter, value, "")));
    }

    @Test
    @DisplayName("the clamp is around the global default and never moves on")
    void clampsAroundTheDefault() {
        submit(standard, EconomyParameter.SCAN_XP, 100);
        submit(compatible, EconomyParameter.SCAN_XP, 100);
        clock.advanceBy(Duration.ofMinutes(1));

        assertThat(submit(standard, EconomyParameter.SCAN_XP, 100).appliedConfig())
                .isEqualTo(Map.of("scanXp", 22.0));
        assertThat(submit(compatible, EconomyParameter.SCAN_XP, 100).appliedConfig())
                .isEqualTo(Map.of("scanXp", 15.0));
    }

    @Test
    @DisplayName("the clamped value is rounded half to even afterwards, and reported as it was before")
    void roundsAfterwards() {
        ConfigResult result = submit(compatible, EconomyParameter.STREAK_BONUS_PER_DAY, 50);

        assertThat(result.appliedConfig()).isEqualTo(Map.of("streakBonusPerDay", 8.0));
        assertThat(result.clampedDeltas().get("streakBonusPerDay").applied()).isEqualTo(7.5);
        assertThat(submit(standard, EconomyParameter.STREAK_BONUS_PER_DAY, 50).appliedConfig())
                .isEqualTo(Map.of("streakBonusPerDay", 7.0));
    }

    @Test
    @DisplayName("three updates too early or without a parameter freeze the variant for exactly one more")
    void freezesForOneUpdate() {
        submit(compatible, EconomyParameter.SCAN_XP, 11);
        for (int strike = 0; strike < 3; strike++) {
            assertThat(submit(compatible, EconomyParameter.SCAN_XP, 12).isRejectedAs(RejectionCode.RATE_LIMITED))
                    .isTrue();
        }
        clock.advanceBy(Duration.ofMinutes(1));

        ConfigResult frozen = submit(compatible, EconomyParameter.SCAN_XP, 12);
        assertThat(frozen.isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE)).isTrue();
        assertThat(frozen.rejectionDetail())
                .contains("the next one is judged again")
                .doesNotContain("release");
        assertThat(submit(compatible, EconomyParameter.SCAN_XP, 12).accepted()).isTrue();

        submit(standard, EconomyParameter.SCAN_XP, 11);
        for (int strike = 0; strike < 5; strike++) {
            assertThat(submit(standard, EconomyParameter.SCAN_XP, 12).isRejectedAs(RejectionCode.RATE_LIMITED))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("confidence comes with asking: low twice, medium up to seven times, then high")
    void confidenceComesWithAsking() {
        List<Confidence> shown = IntStream.range(0, 9)
                .mapToObj(time -> now(compatible.signals()))
                .map(signals ->
                        signals.metric(Metric.SCAN_FREQUENCY).orElseThrow().confidence())
                .toList();

        assertThat(shown.subList(0, 2)).containsOnly(Confidence.LOW);
        assertThat(shown.subList(2, 7)).containsOnly(Confidence.MEDIUM);
        assertThat(shown.subList(7, 9)).containsOnly(Confidence.HIGH);
    }

    @Test
    @DisplayName("four metrics are shown, and the scoreboard shows the same ones and compares nothing")
    void fourMetrics() {
        Signals signals = now(compatible.signals());
        Scoreboard scoreboard = now(compatible.scoreboard());

        assertThat(signals.metrics())
                .containsOnlyKeys("SCAN_FREQUENCY", "RETENTION_RATE", "FEEDBACK_QUALITY", "ISSUE_REPORT_RATE");
        assertThat(signals.metrics().get("FEEDBACK_QUALITY").value()).isBetween(2.3, 3.3);
        assertThat(scoreboard.variants()).extracting(ScoreboardEntry::isControl).containsExactly(true, false);
        assertThat(scoreboard.variants().get(1).metrics()).isEqualTo(signals.metrics());
        assertThat(scoreboard.variants()).allSatisfy(entry -> {
            assertThat(entry.versusControl()).isEmpty();
            assertThat(entry.standing()).isNull();
        });
        assertThat(now(standard.scoreboard()).variants().get(0).metrics()).hasSize(6);
    }

    @Test
    @DisplayName("the compatible profile invents what agents are shown, so it is not for real people")
    void notForRealPeople() {
        ExperimentSpec.Builder builder = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .profile(Profile.COMPATIBLE)
                .people(new PeopleSpec.Live());

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("take the standard profile");
    }
}
