package io.agentflux.guardrail;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import java.time.Duration;
import java.util.Map;

/**
 * A rule that no update may break. A pure function: the same proposal always gets the same verdict. Enforcing the verdict is
 * the arena's business.
 */
@FunctionalInterface
public interface Guardrail {

    /** Judges a proposal. */
    Verdict check(Proposal proposal);

    /** Lets everything pass unchanged; the verdict of a rule that has nothing to object to. */
    static Verdict pass(Proposal proposal) {
        return new Verdict.Passed(proposal.values(), Map.of());
    }

    /** Refuses every change of the control variant. */
    static Guardrail controlLock() {
        return proposal -> proposal.isControl()
                ? new Verdict.Rejected(
                        RejectionCode.CONTROL_VARIANT_IMMUTABLE,
                        "The control variant never changes; act on a treatment variant.",
                        null)
                : pass(proposal);
    }

    /** Refuses changes unless the experiment is running. */
    static Guardrail statusGate() {
        return proposal -> proposal.status() == ExperimentStatus.RUNNING
                ? pass(proposal)
                : new Verdict.Rejected(
                        RejectionCode.EXPERIMENT_NOT_RUNNING,
                        "The experiment is " + proposal.status() + "; updates are taken while it is RUNNING.",
                        null);
    }

    /** Refuses changes while a freeze is in force. */
    static Guardrail freeze() {
        return proposal -> {
            Proposal.Freeze freeze = proposal.freeze();
            return freeze == null
                    ? pass(proposal)
                    : new Verdict.Rejected(
                            RejectionCode.CIRCUIT_BREAKER_ACTIVE,
                            "Updates are frozen" + (freeze.reason().isBlank() ? "" : ": " + freeze.reason()) + ". "
                                    + (freeze.until() == null
                                            ? "A researcher has to release the freeze."
                                            : "The freeze ends at " + freeze.until() + "."),
                            freeze.until());
        };
    }

    /** Refuses a change that follows the last accepted one too soon. Refused updates do not count. */
    static Guardrail rateLimit(Duration updateInterval) {
        return new RateLimit(updateInterval);
    }

    /**
     * Limits how far one update moves a parameter from its current value {@code c}, and refuses an update that names no
     * parameter at all.
     *
     * <p>The permitted step is {@code max(1, limit/100 * max(c, default/10, 1))}, in the unit of the parameter: a share of
     * the current value, yet never so small that a value of zero or one could not move. A requested value outside
     * {@code [max(0, c - step), c + step]} is cut back to the nearer end and listed as clamped. What is applied is a whole
     * number, rounded towards {@code c}, so that rounding never leaves the permitted range; {@code c} itself need not be
     * whole.
     *
     * @param limitPercent the limit in percent, above 0 and at most 100
     */
    static Guardrail deltaClamp(double limitPercent) {
        return new DeltaClamp(limitPercent);
    }

    /**
     * Cuts a requested value back to its parameter's bounds, and lists it as clamped with the nearest value as what is
     * applied. Ask it before {@link #deltaClamp}: then no step is longer than permitted, a value within its bounds stays there,
     * and one outside, where a variant may have begun, comes back to them step by step.
     *
     * @param bounds the bounds by parameter; a parameter that is not named has none
     */
    static Guardrail bounds(Map<EconomyParameter, Bounds> bounds) {
        return new ParameterBounds(bounds);
    }

    /**
     * Refuses an update that would let one person earn more than a budget on one day. What a person can earn is, in points,
     *
     * <pre>scanXp * scanDailyCap + feedbackXp * feedbackDailyCap + firstScanOfDayXp + (streakBonusPerDay &gt; 0 ? streakBonusCap : 0)</pre>
     *
     * <p>so the reports and photos, which have no cap, are left out, as is the fixed reward for missions. An update that does
     * not raise the sum passes even above the budget: that is the way back.
     *
     * @param mostPoints the budget in points per person and day, above zero
     */
    static Guardrail dailyBudget(double mostPoints) {
        return new DailyBudget(mostPoints);
    }

    /**
     * Refuses every change until a person approves of it. Ask it last: what gets here would be in force without it, and the
     * refusal says so. An update that a person has approved is judged by a chain without this rule.
     */
    static Guardrail approval() {
        return proposal -> Verdict.Rejected.untilApproved(proposal.values());
    }
}
