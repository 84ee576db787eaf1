package io.agentflux.arena;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of the economy that an agent proposes.
 *
 * @param economyOverrides the requested values by wire name; never empty. A name the arena does not know is not an error
 *     here: the arena drops it and says so
 * @param reasoning why, for the people who read the audit log; may be empty
 * @param evidence what the agent looked at, kept in the audit log; may be empty
 */
public record ConfigUpdate(Map<String, Double> economyOverrides, String reasoning, Map<String, Object> evidence) {

    private static final int SHOWN_REASONING = 50;

    /** Refuses an empty update and values that are negative, infinite or not a number; copies the maps. */
    public ConfigUpdate {
        if (economyOverrides.isEmpty()) {
            throw new IllegalArgumentException(
                    "economyOverrides is empty; name at least one parameter, or hold by proposing nothing");
        }
        economyOverrides = Collections.unmodifiableMap(new LinkedHashMap<>(economyOverrides));
        economyOverrides.forEach((name, value) -> {
            if (value == null || !(value >= 0) || value.isInfinite()) {
                throw new IllegalArgumentException(
                        name + " is " + value + "; give a finite number that is not negative");
            }
        });
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    /** An update of one parameter. */
    public static ConfigUpdate of(EconomyParameter parameter, double value, String reasoning) {
        return of(Map.of(parameter, value), reasoning);
    }

    /** An update of some parameters, in the iteration order of the map. */
    public static ConfigUpdate of(Map<EconomyParameter, Double> overrides, String reasoning) {
        return new ConfigUpdate(EconomyParameter.byWireName(overrides), reasoning, Map.of());
    }

    /** This update with evidence for the audit log. */
    public ConfigUpdate withEvidence(Map<String, Object> evidence) {
        return new ConfigUpdate(economyOverrides, reasoning, evidence);
    }

    /** The overrides and the beginning of the reasoning. */
    @Override
    public String toString() {
        String shown =
                reasoning.length() <= SHOWN_REASONING ? reasoning : reasoning.substring(0, SHOWN_REASONING) + "...";
        return "ConfigUpdate(" + economyOverrides + ", \"" + shown + "\")";
    }
}
