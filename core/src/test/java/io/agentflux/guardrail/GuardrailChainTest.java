package io.agentflux.guardrail;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.guardrail.Proposals.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardrailChainTest {

    private static final GuardrailChain CHAIN = GuardrailChain.standard(GuardrailLimits.standard());
    private static final Proposal.Freeze FREEZE = new Proposal.Freeze("retention fell to 12 %", null);
    private static final Instant TOO_RECENT = NOW.minusSeconds(1);

    @ParameterizedTest(name = "control {0}, {1}, frozen {2}, too soon {3}, known keys {4}: {5}")
    @CsvSource({
        "true,  PAUSED,  true,  true,  false, CONTROL_VARIANT_IMMUTABLE",
        "false, PAUSED,  true,  true,  false, EXPERIMENT_NOT_RUNNING",
        "false, RUNNING, true,  true,  false, CIRCUIT_BREAKER_ACTIVE",
        "false, RUNNING, false, true,  false, RATE_LIMITED",
        "false, RUNNING, false, false, false, NO_VALID_KEYS",
        "true,  RUNNING, false, false, true,  CONTROL_VARIANT_IMMUTABLE",
        "true,  RUNNING, false, true,  true,  CONTROL_VARIANT_IMMUTABLE",
        "false, DRAFT,   false, true,  true,  EXPERIMENT_NOT_RUNNING",
    })
    @DisplayName("of several violations the first in the order of the rules is the answer")
    void firstViolationWins(
            boolean isControl,
            ExperimentStatus status,
            boolean frozen,
            boolean tooSoon,
            boolean knownKeys,
            RejectionCode expected) {
        Map<EconomyParameter, Double> values = knownKeys ? Map.of(SCAN_XP, 12.0) : Map.of();
        Proposal proposal = new Proposal(
                values,
                values,
                Economy.defaults(),
                isControl,
                status,
                frozen ? FREEZE : null,
                tooSoon ? TOO_RECENT : null,
                NOW);

        assertThat(CHAIN.check(proposal))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.code())
                        .isEqualTo(expected));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    @DisplayName("only a running experiment takes updates, and the refusal names the status")
    void takesUpdatesWhileRunning(ExperimentStatus status) {
        Map<EconomyParameter, Double> values = Map.of(SCAN_XP, 12.0);
        Verdict verdict = CHAIN.check(new Proposal(values, values, Economy.defaults(), false, status, null, null, NOW));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.detail())
                .contains("is " + status));
    }

    @Test
    @DisplayName("a freeze tells when it ends only if it ends by itself")
    void freezeTellsItsEnd() {
        Instant end = NOW.plusSeconds(600);

        assertThat(frozen(FREEZE))
                .isEqualTo(new Verdict.Rejected(
                        RejectionCode.CIRCUIT_BREAKER_ACTIVE,
                        "Updates are frozen: retention fell to 12 %. A researcher has to release the freeze.",
                        null));
        assertThat(frozen(new Proposal.Freeze("retention fell to 12 %", end)))
                .isEqualTo(new Verdict.Rejected(
                        RejectionCode.CIRCUIT_BREAKER_ACTIVE,
                        "Updates are frozen: retention fell to 12 %. The freeze ends at 2026-11-01T12:10:00Z.",
                        end));
        assertThat(frozen(new Proposal.Freeze("", null)))
                .isEqualTo(new Verdict.Rejected(
                        RejectionCode.CIRCUIT_BREAKER_ACTIVE,
                        "Updates are frozen. A researcher has to release the freeze.",
                        null));
    }

    private static Verdict frozen(Proposal.Freeze freeze) {
        Map<EconomyParameter, Double> values = Map.of(SCAN_XP, 12.0);
        return CHAIN.check(
                new Proposal(values, values, Economy.defaults(), false, ExperimentStatus.RUNNING, freeze, null, NOW));
    }

    @Test
    @DisplayName("the rate limit ends exactly one interval after the last accepted update")
    void rateLimitIsExact() {
        Guardrail rateLimit = Guardrail.rateLimit(Duration.ofHours(1));

        assertThat(rateLimit.check(lastAccepted(null))).isInstanceOf(Verdict.Passed.class);
        assertThat(rateLimit.check(lastAccepted(NOW.minus(Duration.ofHours(1)))))
                .isInstanceOf(Verdict.Passed.class);
        assertThat(rateLimit.check(lastAccepted(NOW.minus(Duration.ofHours(1)).plusNanos(1))))
                .isEqualTo(new Verdict.Rejected(
                        RejectionCode.RATE_LIMITED,
                        "The last update was accepted at 2026-11-01T11:00:00.000000001Z and the interval is 60 min;"
                                + " the next one can be accepted at 2026-11-01T12:00:00.000000001Z.",
                        NOW.plusNanos(1)));
    }

    @Test
    @DisplayName("an interval shorter than a minute is not called zero minutes")
    void rateLimitNamesShortIntervals() {
        assertThat(Guardrail.rateLimit(Duration.ofMillis(1_500)).check(lastAccepted(NOW)))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.detail())
                        .contains("the interval is 1500 ms"));
    }

    private static Proposal lastAccepted(@Nullable Instant lastAccepted) {
        Map<EconomyParameter, Double> values = Map.of(SCAN_XP, 12.0);
        return new Proposal(
                values, values, Economy.defaults(), false, ExperimentStatus.RUNNING, null, lastAccepted, NOW);
    }

    @Test
    @DisplayName("the rate limit knows nothing of refused updates; it counts from the last accepted one")
    void refusalsDoNotCount() {
        Proposal proposal = lastAccepted(NOW.minus(Duration.ofHours(1)));

        assertThat(CHAIN.check(proposal)).isEqualTo(CHAIN.check(proposal)).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    @DisplayName("parameters that the arena does not know are dropped, the others keep their order")
    void dropsUnknownParameters() {
        Map<String, Double> overrides = new LinkedHashMap<>();
        overrides.put("streakBonusCap", 60.0);
        overrides.put("vibes", 9.0);
        overrides.put("scanXp", 12.0);

        assertThat(EconomyParameter.known(overrides))
                .containsExactly(entry(EconomyParameter.STREAK_BONUS_CAP, 60.0), entry(SCAN_XP, 12.0));
        assertThat(EconomyParameter.known(Map.of("vibes", 9.0))).isEmpty();
    }

    @Test
    @DisplayName("an update that names no known parameter is told the ten names")
    void namesTheParameters() {
        assertThat(CHAIN.check(Proposals.harmless(Economy.defaults(), Map.of())))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(RejectionCode.NO_VALID_KEYS);
                    assertThat(rejected.detail()).contains("scanXp, feedbackXp").contains("feedbackDailyCap");
                });
    }

    @Test
    @DisplayName("what several guardrails cut back is listed once each, with what is applied in the end")
    void mergesClampedDeltas() {
        Guardrail photoBound = cuttingTo(PHOTO_XP, 11.5);
        Map<EconomyParameter, Double> requested = new LinkedHashMap<>();
        requested.put(SCAN_XP, 100.0);
        requested.put(PHOTO_XP, 14.0);
        requested.put(FEEDBACK_XP, 16.0);

        Verdict verdict = new GuardrailChain(List.of(photoBound, Guardrail.deltaClamp(50)))
                .check(Proposals.harmless(Economy.defaults(), requested));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Passed.class, passed -> {
            assertThat(passed.values())
                    .containsExactly(entry(SCAN_XP, 15.0), entry(PHOTO_XP, 11.0), entry(FEEDBACK_XP, 16.0));
            assertThat(passed.clampedDeltas()).containsOnlyKeys(SCAN_XP, PHOTO_XP);
            passed.clampedDeltas().forEach((parameter, delta) -> {
                assertThat(delta.applied()).isEqualTo(passed.values().get(parameter));
                assertThat(delta.requested()).isEqualTo(requested.get(parameter));
            });
            assertThat(passed.clampedDeltas().get(PHOTO_XP).deltaPercent()).isEqualTo(10);
        });
    }

    @Test
    @DisplayName("a value cut back twice still shows what was asked for at first")
    void remembersTheFirstRequest() {
        Verdict verdict = new GuardrailChain(List.of(Guardrail.deltaClamp(50), Guardrail.deltaClamp(20)))
                .check(Proposals.harmless(SCAN_XP, 10, 100));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Passed.class, passed -> {
            assertThat(passed.values()).containsExactly(entry(SCAN_XP, 12.0));
            assertThat(passed.clampedDeltas().get(SCAN_XP).requested()).isEqualTo(100);
            assertThat(passed.clampedDeltas().get(SCAN_XP).applied()).isEqualTo(12);
        });
    }

    private static Guardrail cuttingTo(EconomyParameter parameter, double bound) {
        return proposal -> {
            Map<EconomyParameter, Double> values = new LinkedHashMap<>(proposal.values());
            values.put(parameter, bound);
            double previous = proposal.current().value(parameter);
            return new Verdict.Passed(
                    values,
                    Map.of(
                            parameter,
                            ClampedDelta.of(previous, proposal.requested().get(parameter), bound, previous, bound)));
        };
    }

    @Test
    @DisplayName("the presets are 120 min / 15 %, 60 min / 50 %, 5 min / 80 %")
    void hasPresets() {
        assertThat(GuardrailLimits.conservative()).isEqualTo(new GuardrailLimits(Duration.ofHours(2), 15));
        assertThat(GuardrailLimits.standard()).isEqualTo(new GuardrailLimits(Duration.ofHours(1), 50));
        assertThat(GuardrailLimits.aggressive()).isEqualTo(new GuardrailLimits(Duration.ofMinutes(5), 80));
        for (GuardrailLimits preset :
                List.of(GuardrailLimits.conservative(), GuardrailLimits.standard(), GuardrailLimits.aggressive())) {
            assertThat(preset.requirePlatformRanges()).isSameAs(preset);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -5, 100.1, Double.NaN})
    @DisplayName("a delta limit outside 0 to 100 percent is refused")
    void refusesImpossibleDeltaLimits(double limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuardrailLimits(Duration.ofHours(1), limit))
                .withMessageContaining(limit + " %");
        assertThatIllegalArgumentException().isThrownBy(() -> Guardrail.deltaClamp(limit));
    }

    @Test
    @DisplayName("an interval of zero is refused everywhere, one outside 5 to 1440 minutes on a platform")
    void refusesImpossibleIntervals() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GuardrailLimits(Duration.ZERO, 50));
        for (Duration interval : List.of(Duration.ofMinutes(4), Duration.ofMinutes(1441))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GuardrailLimits(interval, 50).requirePlatformRanges())
                    .withMessage("the update interval is " + interval.toMinutes() + " min; give 5 to 1440 minutes");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuardrailLimits(Duration.ofHours(1), 4.9).requirePlatformRanges())
                .withMessage("the delta limit is 4.9 %; give 5 to 100 percent");
    }
}
