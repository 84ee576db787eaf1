package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The clamp as the older demonstration server reads it: a parameter stays within so many percent of its global default, however
 * often it is changed, and what is in force is rounded afterwards, half to even, so it may lie outside by up to one half. What is
 * reported as applied is the value before rounding.
 */
record CompatibleClamp(double limitPercent) implements Guardrail {

    @Override
    public Verdict check(Proposal proposal) {
        if (proposal.values().isEmpty()) {
            return new Verdict.Rejected(
                    RejectionCode.NO_VALID_KEYS, "The update names no parameter of the economy.", null);
        }
        Map<EconomyParameter, Double> values = new LinkedHashMap<>();
        Map<EconomyParameter, ClampedDelta> clamped = new LinkedHashMap<>();
        proposal.values().forEach((parameter, value) -> {
            double baseline = parameter.globalDefault();
            double step = baseline * limitPercent / 100;
            double permitted = Math.max(baseline - step, Math.min(baseline + step, value));
            values.put(parameter, Math.rint(permitted));
            if (permitted != value) {
                clamped.put(
                        parameter,
                        ClampedDelta.of(proposal.current().value(parameter), value, permitted, baseline, step));
            }
        });
        return new Verdict.Passed(values, clamped);
    }
}
