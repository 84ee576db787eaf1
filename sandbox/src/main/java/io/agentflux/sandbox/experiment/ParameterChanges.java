package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.guardrail.ExtraParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an update would do to the parameters that an experiment declares beside the ten.
 *
 * @param applied what would be in force, by name
 * @param clampedDeltas those that are cut back, and how
 */
record ParameterChanges(Map<String, Double> applied, Map<String, ClampedDelta> clampedDeltas) {

    private static final ParameterChanges NONE = new ParameterChanges(Map.of(), Map.of());

    static ParameterChanges of(
            List<ExtraParameter> declared, ConfigUpdate update, Economy current, double limitPercent) {
        if (declared.isEmpty()) {
            return NONE;
        }
        Map<String, Double> applied = new LinkedHashMap<>();
        Map<String, ClampedDelta> clamped = new LinkedHashMap<>();
        for (ExtraParameter parameter : declared) {
            String name = parameter.name();
            Double requested = update.economyOverrides().get(name);
            if (requested != null) {
                double before = current.extra().getOrDefault(name, parameter.defaultValue());
                ExtraParameter.Change change = parameter.change(before, requested, limitPercent);
                applied.put(name, change.applied());
                if (change.clamped() != null) {
                    clamped.put(name, change.clamped());
                }
            }
        }
        return new ParameterChanges(applied, clamped);
    }

    boolean isEmpty() {
        return applied.isEmpty();
    }
}
