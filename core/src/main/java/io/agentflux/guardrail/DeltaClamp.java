package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how far one update moves a parameter from its current value {@code c}.
 *
 * <p>The permitted step is {@code max(1, limit/100 * max(c, default/10, 1))}, in the unit of the parameter: a share of the
 * current value, yet never so small that a value of zero or one could not move. A requested value outside
 * {@code [max(0, c - step), c + step]} is cut back to the nearer end. What is applied is a whole number, rounded towards
 * {@code c}, so that rounding never leaves the permitted range; {@code c} itself need not be whole.
 *
 * @param limitPercent the limit in percent, above 0 and at most 100
 */
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
            double step = step(parameter, current);
            double permitted = Math.max(Math.max(0, current - step), Math.min(current + step, value));
            double applied = wholeTowards(current, permitted);
            values.put(parameter, applied);
            if (permitted != value) {
                double requested = proposal.requested().getOrDefault(parameter, value);
                clamped.put(parameter, delta(current, requested, applied, step));
            }
        });
        return new Verdict.Passed(values, clamped);
    }

    private double step(EconomyParameter parameter, double current) {
        double reference = Math.max(current, Math.max(DEFAULT_SHARE * parameter.globalDefault(), SMALLEST_STEP));
        return Math.max(SMALLEST_STEP, reference * limitPercent / 100);
    }

    private static double wholeTowards(double current, double value) {
        return value > current ? Math.max(current, Math.floor(value)) : Math.min(current, Math.ceil(value));
    }

    private static ClampedDelta delta(double previous, double requested, double applied, double step) {
        double deltaPercent = previous == 0 ? 100 * Math.signum(applied) : 100 * (applied - previous) / previous;
        return new ClampedDelta(previous, requested, applied, deltaPercent, previous, step);
    }
}
