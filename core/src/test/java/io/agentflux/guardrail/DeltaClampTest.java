package io.agentflux.guardrail;

import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaClampTest {

    private record Outcome(double applied, @Nullable ClampedDelta clamped) {}

    private static Outcome clamp(EconomyParameter parameter, double current, double requested, double limit) {
        Verdict verdict = Guardrail.deltaClamp(limit).check(Proposals.harmless(parameter, current, requested));
        assertThat(verdict).isInstanceOf(Verdict.Passed.class);
        Verdict.Passed passed = (Verdict.Passed) verdict;
        return new Outcome(
                passed.values().get(parameter), passed.clampedDeltas().get(parameter));
    }

    @ParameterizedTest(name = "{0} at {1}, {4} %: asked for {2}, gets {3}")
    @CsvSource({
        // C01: relative to the current value
        "SCAN_XP, 10, 100, 15, 50",
        "SCAN_XP, 10, 2, 5, 50",
        "SCAN_XP, 10, 12, 12, 50",
        "SCAN_XP, 15, 100, 22, 50",
        "SCAN_XP, 10, 5, 5, 50",
        // C02: rounded towards the current value
        "STREAK_BONUS_PER_DAY, 5, 8, 7, 50",
        "ISSUE_REPORT_XP, 25, 38, 37, 50",
        "ISSUE_REPORT_XP, 25, 1, 13, 50",
        "SCAN_XP, 10, 12.6, 12, 50",
        "SCAN_XP, 10, 8.4, 9, 50",
        // C02: one unit is always possible
        "SCAN_XP, 3, 9, 4, 5",
        "SCAN_XP, 3, 0, 2, 5",
        // C05: zero and one are not frozen
        "SCAN_XP, 0, 100, 1, 50",
        "SCAN_XP, 1, 100, 2, 50",
        "SCAN_XP, 1, 0, 0, 50",
        "STREAK_BONUS_CAP, 0, 100, 2, 50",
        // a current value that is not whole
        "SCAN_XP, 10.5, 100, 15, 50",
        "SCAN_XP, 10.5, 0, 6, 50",
        "SCAN_XP, 0.5, 0, 0, 5",
    })
    @DisplayName("the worked examples")
    void worksTheExamples(EconomyParameter parameter, double current, double requested, double expected, double limit) {
        assertThat(clamp(parameter, current, requested, limit).applied()).isEqualTo(expected);
    }

    @Test
    @DisplayName("what was cut back is described completely")
    void describesTheCut() {
        assertThat(clamp(SCAN_XP, 10, 100, 50).clamped()).isEqualTo(new ClampedDelta(10, 100, 15, 50, 10, 5));
        assertThat(clamp(EconomyParameter.STREAK_BONUS_PER_DAY, 5, 8, 50).clamped())
                .isEqualTo(new ClampedDelta(5, 8, 7, 40, 5, 2.5));
        assertThat(clamp(SCAN_XP, 10, 12, 50).clamped()).isNull();
    }

    @Property
    @Label("what is applied lies in the permitted band and between the current and the requested value")
    void staysInTheBand(
            @ForAll EconomyParameter parameter,
            @ForAll("values") double current,
            @ForAll("values") double requested,
            @ForAll("limits") double limit) {
        double applied = clamp(parameter, current, requested, limit).applied();

        assertThat(applied)
                .isBetween(
                        Math.max(0, current - step(parameter, current, limit)),
                        current + step(parameter, current, limit))
                .isBetween(Math.min(current, Math.floor(requested)), Math.max(current, Math.ceil(requested)));
        if (requested >= current) {
            assertThat(applied).isGreaterThanOrEqualTo(current);
        }
        if (requested <= current) {
            assertThat(applied).isLessThanOrEqualTo(current);
        }
    }

    @Property
    @Label("what is applied is a whole number or the current value")
    void isWhole(@ForAll("values") double current, @ForAll("values") double requested, @ForAll("limits") double limit) {
        double applied = clamp(SCAN_XP, current, requested, limit).applied();

        assertThat(applied == current || applied == Math.rint(applied)).isTrue();
    }

    @Property
    @Label("a whole number inside the band is applied as requested")
    void leavesPermittedRequestsAlone(
            @ForAll EconomyParameter parameter,
            @ForAll("values") double current,
            @ForAll("limits") double limit,
            @ForAll("shares") double share) {
        double step = step(parameter, current, limit);
        double requested = Math.rint(Math.max(0, current - step + 2 * share * step));
        Assume.that(requested <= current + step && requested >= current - step);

        assertThat(clamp(parameter, current, requested, limit)).isEqualTo(new Outcome(requested, null));
    }

    @Property
    @Label("a whole value always moves by at least one unit towards a whole request")
    void neverFreezes(
            @ForAll EconomyParameter parameter,
            @ForAll @IntRange(max = 1_000) int current,
            @ForAll @IntRange(max = 2_000) int requested,
            @ForAll("limits") double limit) {
        double applied = clamp(parameter, current, requested, limit).applied();

        if (requested > current) {
            assertThat(applied).isGreaterThanOrEqualTo(current + 1);
        } else if (requested < current) {
            assertThat(applied).isLessThanOrEqualTo(current - 1);
        } else {
            assertThat(applied).isEqualTo(current);
        }
    }

    @Property
    @Label("a value is listed as clamped if and only if the request was outside the band, with what is applied")
    void listsWhatWasCut(
            @ForAll EconomyParameter parameter,
            @ForAll("values") double current,
            @ForAll("values") double requested,
            @ForAll("limits") double limit) {
        double step = step(parameter, current, limit);
        Outcome outcome = clamp(parameter, current, requested, limit);

        assertThat(outcome.clamped() != null).isEqualTo(requested > current + step || requested < current - step);
        if (outcome.clamped() != null) {
            assertThat(outcome.clamped().applied()).isEqualTo(outcome.applied());
            assertThat(outcome.clamped().previous()).isEqualTo(current);
            assertThat(outcome.clamped().requested()).isEqualTo(requested);
            assertThat(outcome.clamped().deltaPercent()).isFinite();
            assertThat(outcome.clamped().maxDelta()).isFinite();
        }
    }

    /** The permitted step, written down a second time: a share of the current value, with a floor. */
    private static double step(EconomyParameter parameter, double current, double limit) {
        double floor = Math.max(parameter.globalDefault() / 10, 1);
        double share = current > floor ? current * limit / 100 : floor * limit / 100;
        return share > 1 ? share : 1;
    }

    @Provide
    Arbitrary<Double> values() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 100).map(Integer::doubleValue),
                Arbitraries.doubles().between(0, 100),
                Arbitraries.doubles().between(0, 1e15),
                Arbitraries.of(0.0, 0.001, 0.5, 1.0, 1e9, 1e15));
    }

    @Provide
    Arbitrary<Double> limits() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(0, false, 100, true), Arbitraries.of(0.01, 5.0, 15.0, 50.0, 80.0, 100.0));
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1);
    }
}
