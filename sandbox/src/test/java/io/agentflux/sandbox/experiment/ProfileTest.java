package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Arena;
import io.agentflux.arena.Confidence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the compatible profile reads differently. */
class ProfileTest {

    private static final Duration SOON = Duration.ofSeconds(10);

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

        assertThat(submit(compatible, EconomyParameter.SCAN_XP, 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(submit(compatible, EconomyParameter.SCAN_XP, 12).accepted()).isTrue();

        submit(standard, EconomyParameter.SCAN_XP, 11);
        for (int strike = 0; strike < 5; strike++) {
            assertThat(submit(standard, EconomyParameter.SCAN_XP, 12).isRejectedAs(RejectionCode.RATE_LIMITED))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("feedback is a mark from 0 to 5, and confidence comes with asking")
    void showsSignalsDifferently() {
        clock.advanceBy(Duration.ofDays(3));
        Signals plain = now(standard.signals());
        Signals first = now(compatible.signals());
        now(compatible.signals());
        Signals third = now(compatible.signals());
        for (int i = 0; i < 5; i++) {
            now(compatible.signals());
        }

        assertThat(first.metric(Metric.FEEDBACK_QUALITY).orElseThrow().value())
                .isEqualTo(
                        5 * plain.metric(Metric.FEEDBACK_QUALITY).orElseThrow().value());
        assertThat(first.metric(Metric.RETENTION_RATE).orElseThrow().value())
                .isEqualTo(plain.metric(Metric.RETENTION_RATE).orElseThrow().value());
        assertThat(List.of(first, third, now(compatible.signals())))
                .extracting(signals ->
                        signals.metric(Metric.SCAN_FREQUENCY).orElseThrow().confidence())
                .containsExactly(Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH);
    }
}
