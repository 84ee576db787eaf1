package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
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
        return new GuardrailChain(List.of(
                Guardrail.controlLock(),
                Guardrail.statusGate(),
                Guardrail.freeze(),
                Guardrail.rateLimit(limits.updateInterval()),
                Guardrail.deltaClamp(limits.deltaLimitPercent())));
    }

    @Override
    public Verdict check(Proposal proposal) {
        Proposal current = proposal;
        Map<EconomyParameter, ClampedDelta> clamped = new LinkedHashMap<>();
        for (Guardrail guardrail : guardrails) {
            Verdict verdict = guardrail.check(current);
            if (verdict instanceof Verdict.Passed passed) {
                clamped.putAll(passed.clampedDeltas());
                current = current.withValues(passed.values());
            } else {
                return verdict;
            }
        }
        Map<EconomyParameter, Double> applied = current.values();
        clamped.replaceAll((parameter, delta) -> delta.withApplied(applied.getOrDefault(parameter, delta.applied())));
        return new Verdict.Passed(applied, clamped);
    }
}
