package io.agentflux.guardrail;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_DAILY_CAP;
import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_DAILY_CAP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraGuardrailsTest {

    private static final GuardrailLimits LIMITS = GuardrailLimits.standard();

    private static Verdict check(ExtraGuardrails extra, Economy current, Map<EconomyParameter, Double> requested) {
        return GuardrailChain.of(LIMITS, extra).check(Proposals.harmless(current, requested));
    }

    private static ExtraGuardrails scanXpWithin(double least, double most) {
        return new ExtraGuardrails(Map.of(SCAN_XP, new Bounds(least, most)), null, false);
    }

    private static ExtraGuardrails budget(double points) {
        return new ExtraGuardrails(Map.of(), points, false);
    }

    @Test
    @DisplayName("unless one asks for more, the chain is the five rules")
    void isOffByDefault() {
        assertThat(GuardrailChain.of(LIMITS, ExtraGuardrails.none()).guardrails())
                .hasSameSizeAs(GuardrailChain.standard(LIMITS).guardrails())
                .hasSize(5);
        assertThat(check(ExtraGuardrails.none(), Economy.defaults(), Map.of(SCAN_DAILY_CAP, 30.0)))
                .isInstanceOf(Verdict.Passed.class);
    }

    @ParameterizedTest(name = "bounds {0} to {1}, at {2}: asked for {3}, gets {4}")
    @CsvSource({
        "8, 12, 10, 14, 12",
        "8, 12, 10, 6, 8",
        "8, 12, 10, 11, 11",
        "8, 12, 12, 100, 12",
        // the step is never longer than permitted, even where the value is outside
        "8, 12, 40, 100, 20",
        "8, 12, 20, 100, 12",
        "30, 50, 10, 2, 15",
        // whole numbers stay within bounds that are not whole
        "8.5, 11.5, 10, 14, 11",
        "8.5, 11.5, 10, 1, 9",
    })
    @DisplayName("a value beyond its bounds is cut back, not refused")
    void cutsBackToBounds(double least, double most, double current, double requested, double applied) {
        Verdict verdict = check(
                scanXpWithin(least, most),
                Economy.defaults().with(SCAN_XP, current),
                Map.of(SCAN_XP, requested, FEEDBACK_XP, 16.0));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Passed.class, passed -> {
            assertThat(passed.values()).containsOnly(entry(SCAN_XP, applied), entry(FEEDBACK_XP, 16.0));
            if (applied == requested) {
                assertThat(passed.clampedDeltas()).isEmpty();
            } else {
                assertThat(passed.clampedDeltas()).containsOnlyKeys(SCAN_XP);
                ClampedDelta delta = passed.clampedDeltas().get(SCAN_XP);
                assertThat(delta.requested()).isEqualTo(requested);
                assertThat(delta.applied()).isEqualTo(applied);
                assertThat(delta.previous()).isEqualTo(current);
            }
        });
    }

    @Property(tries = 500)
    @Label("a value within its bounds never leaves them, whatever is asked for")
    void staysWithinBounds(
            @ForAll @IntRange(max = 60) int least,
            @ForAll @IntRange(max = 40) int width,
            @ForAll @IntRange(max = 40) int above,
            @ForAll @IntRange(max = 200) int requested) {
        double most = least + width;
        double current = Math.min(most, least + above);

        Verdict verdict =
                check(scanXpWithin(least, most), Economy.defaults().with(SCAN_XP, current), Map.of(SCAN_XP, (double)
                        requested));

        assertThat(verdict)
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Passed.class))
                .extracting(passed -> passed.values().get(SCAN_XP), InstanceOfAssertFactories.DOUBLE)
                .isBetween((double) least, most);
    }

    @Test
    @DisplayName("the defaults let one person earn 10*20 + 15*10 + 15 + 50 = 415 points a day")
    void addsUpWhatOnePersonCanEarn() {
        assertThat(DailyBudget.mostPerPersonAndDay(Economy.defaults())).isEqualTo(415);
        assertThat(DailyBudget.mostPerPersonAndDay(Economy.defaults().with(STREAK_BONUS_PER_DAY, 0)))
                .isEqualTo(365);
    }

    @ParameterizedTest(name = "a budget of {0}: scanXp {1} is taken: {2}")
    @CsvSource({"435, 11, true", "434, 11, false", "415, 10, true", "100, 9, true", "100, 10, true", "100, 11, false"})
    @DisplayName("an update passes up to the budget, and above it as long as it raises nothing")
    void keepsTheBudget(double budget, double scanXp, boolean taken) {
        Verdict verdict = check(budget(budget), Economy.defaults(), Map.of(SCAN_XP, scanXp));

        assertThat(verdict instanceof Verdict.Passed).isEqualTo(taken);
    }

    @Test
    @DisplayName("the refusal tells the sum, what it is now, and the budget")
    void explainsTheBudget() {
        Verdict verdict = check(budget(420), Economy.defaults(), Map.of(FEEDBACK_DAILY_CAP, 12.0));

        assertThat(verdict)
                .isEqualTo(new Verdict.Rejected(
                        RejectionCode.BUDGET_EXCEEDED,
                        "One person could earn 445 points a day, now 415, and the budget is 420; lower a reward or a"
                                + " daily cap.",
                        null));
    }

    @Test
    @DisplayName("what counts is the economy that would be in force, after clamping")
    void judgesWhatWouldBeInForce() {
        assertThat(check(budget(515), Economy.defaults(), Map.of(SCAN_XP, 1_000.0)))
                .isInstanceOf(Verdict.Passed.class);
        assertThat(check(budget(514), Economy.defaults(), Map.of(SCAN_XP, 1_000.0)))
                .isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    @DisplayName("an update waits for approval, and passes the same rules but that one when it is approved")
    void waitsForApproval() {
        ExtraGuardrails withApproval = new ExtraGuardrails(Map.of(SCAN_XP, new Bounds(0, 12)), 500.0, true);

        Verdict waiting = check(withApproval, Economy.defaults(), Map.of(SCAN_XP, 14.0));
        Verdict approved = check(withApproval.approved(), Economy.defaults(), Map.of(SCAN_XP, 14.0));

        assertThat(waiting).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(RejectionCode.APPROVAL_REQUIRED);
            assertThat(rejected.detail()).contains("would set scanXp to 12.");
            assertThat(rejected.nextAllowedUpdate()).isNull();
        });
        assertThat(approved).isInstanceOfSatisfying(Verdict.Passed.class, passed -> assertThat(passed.values())
                .containsExactly(entry(SCAN_XP, 12.0)));
    }

    @Test
    @DisplayName("the five rules come before the others, and a refusal of theirs is the answer")
    void theFiveComeFirst() {
        ExtraGuardrails all = new ExtraGuardrails(Map.of(SCAN_XP, new Bounds(0, 12)), 1.0, true);
        Map<EconomyParameter, Double> values = Map.of(SCAN_XP, 14.0);
        Proposal paused = new Proposal(
                values, values, Economy.defaults(), false, ExperimentStatus.PAUSED, null, null, Proposals.NOW);

        assertThat(code(GuardrailChain.of(LIMITS, all).check(paused))).isEqualTo(RejectionCode.EXPERIMENT_NOT_RUNNING);
        assertThat(code(check(all, Economy.defaults(), Map.of()))).isEqualTo(RejectionCode.NO_VALID_KEYS);
        assertThat(code(check(all, Economy.defaults(), values))).isEqualTo(RejectionCode.BUDGET_EXCEEDED);
    }

    private static RejectionCode code(Verdict verdict) {
        return ((Verdict.Rejected) verdict).code();
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5", "0, Infinity", "NaN, 5", "0, NaN"})
    @DisplayName("bounds that no value can keep are refused")
    void refusesImpossibleBounds(double least, double most) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bounds(least, most))
                .withMessageContaining("give two finite numbers");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "Infinity"})
    @DisplayName("a budget that is not a finite number above zero is refused when it is set")
    void refusesImpossibleBudgets(double points) {
        assertThatIllegalArgumentException().isThrownBy(() -> budget(points)).withMessageContaining("daily budget");
    }
}
