package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arithmetic of {@link Guardrail#bounds}. */
record ParameterBounds(Map<EconomyParameter, Bounds> bounds) implements Guardrail {

    ParameterBounds {
        bounds = Map.copyOf(bounds);
    }

    @Override
    public Verdict check(Proposal proposal) {
        Map<EconomyParameter, Double> values = new LinkedHashMap<>(proposal.values());
        Map<EconomyParameter, ClampedDelta> clamped = new LinkedHashMap<>();
        proposal.values().forEach((parameter, value) -> {
            Bounds own = bounds.get(parameter);
            double nearest = own == null ? value : own.nearest(value);
            if (nearest != value) {
                double current = proposal.current().value(parameter);
                double requested = proposal.requested().getOrDefault(parameter, value);
                values.put(parameter, nearest);
                clamped.put(
                        parameter, ClampedDelta.of(current, requested, nearest, current, Math.abs(nearest - current)));
            }
        });
        return new Verdict.Passed(values, clamped);
    }
}
