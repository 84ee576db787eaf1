package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arithmetic of {@link Guardrail#deltaClamp}. Exact up to 2^53, above which not every whole number is a double. */
record DeltaClamp(double limitPercent) implements Guardrail {

    private static final double SMALLEST_STEP = 1;
    private static final double DEFAULT_SHARE = 0.1;

    DeltaClamp {
        if (!(limitPercent > 0 && limitPercent <= 100)) {
            throw new IllegalArgumentException(
                    "the delta limit is " + limitPercent + " %; give a number above 0 and at most 100");
        }
    }

    @Override
    public Verdict check(Proposal proposal) {
        if (proposal.values().isEmpty()) {
            return new Verdict.Rejected(
                    RejectionCode.NO_VALID_KEYS,
                    "The update names no parameter of the economy; the ten parameters are "
                            + String.join(", ", Economy.defaults().toWire().keySet()) + ".",
                    null);
        }
        Map<EconomyParameter, Double> values = new LinkedHashMap<>();
        Map<EconomyParameter, ClampedDelta> clamped = new LinkedHashMap<>();
        proposal.values().forEach((parameter, value) -> {
            double current = proposal.current().value(parameter);
            double step = step(current, parameter.globalDefault(), limitPercent);
            double permitted = Math.max(Math.max(0, current - step), Math.min(current + step, value));
            double applied = wholeTowards(current, permitted);
            values.put(parameter, applied);
            if (permitted != value) {
                double requested = proposal.requested().getOrDefault(parameter, value);
                clamped.put(parameter, ClampedDelta.of(current, requested, applied, current, step));
            }
        });
        return new Verdict.Passed(values, clamped);
    }

    static double step(double current, double byDefault, double limitPercent) {
        double reference = Math.max(current, Math.max(DEFAULT_SHARE * byDefault, SMALLEST_STEP));
        return Math.max(SMALLEST_STEP, reference * limitPercent / 100);
    }

    static double wholeTowards(double current, double value) {
        return value > current ? Math.max(current, Math.floor(value)) : Math.min(current, Math.ceil(value));
    }
}
