package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Guardrails asked in order: the first refusal is the answer; values that one cuts back are what the next one sees. A value
 * that was cut back is listed once, with what is applied in the end.
 *
 * @param guardrails the rules, in order
 */
public record GuardrailChain(List<Guardrail> guardrails) implements Guardrail {

    /** Copies the rules. */
    public GuardrailChain {
        guardrails = List.copyOf(guardrails);
    }

    /** The five rules of every arena: control lock, status gate, freeze, rate limit, delta clamp. */
    public static GuardrailChain standard(GuardrailLimits limits) {
        return of(limits, ExtraGuardrails.none());
    }

    /**
     * The five rules of every arena and those asked for beyond them: control lock, status gate, freeze, rate limit, bounds,
     * delta clamp, daily budget, approval.
     */
    public static GuardrailChain of(GuardrailLimits limits, ExtraGuardrails extra) {
        List<Guardrail> rules = new ArrayList<>(gates(limits).guardrails());
        if (!extra.bounds().isEmpty()) {
            rules.add(Guardrail.bounds(extra.bounds()));
        }
        rules.add(Guardrail.deltaClamp(limits.deltaLimitPercent()));
        if (extra.dailyBudgetPoints() != null) {
            rules.add(Guardrail.dailyBudget(extra.dailyBudgetPoints()));
        }
        if (extra.needsApproval()) {
            rules.add(Guardrail.approval());
        }
        return new GuardrailChain(rules);
    }

    /** Those of the five that do not look at values: control lock, status gate, freeze, rate limit. */
    public static GuardrailChain gates(GuardrailLimits limits) {
        return new GuardrailChain(List.of(
                Guardrail.controlLock(),
                Guardrail.statusGate(),
                Guardrail.freeze(),
                Guardrail.rateLimit(limits.updateInterval())));
    }

    @Override
    public Verdict check(Proposal proposal) {
        Proposal current = proposal;
        Map<EconomyParameter, ClampedDelta> clamped = new LinkedHashMap<>();
        for (Guardrail guardrail : guardrails) {
            Verdict verdict = guardrail.check(current);
            if (verdict instanceof Verdict.Passed passed) {
                clamped.putAll(passed.clampedDeltas());
                if (!passed.values().equals(current.values())) {
                    current = current.withValues(passed.values());
                }
            } else {
                return verdict;
            }
        }
        Map<EconomyParameter, Double> applied = current.values();
        clamped.replaceAll((parameter, delta) -> delta.withApplied(applied.getOrDefault(parameter, delta.applied())));
        return new Verdict.Passed(applied, clamped);
    }
}
