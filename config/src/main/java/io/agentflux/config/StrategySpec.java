package io.agentflux.config;

import io.agentflux.orchestrator.TournamentPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A competitor.
 *
 * @param name its name in the ranking
 * @param strategy the name of its {@link io.agentflux.strategy.StrategyFactory}, or the full name of a class
 * @param settings a value for each parameter of the factory, in the factory's order: a {@link Double} or a {@link String};
 *     what {@link io.agentflux.strategy.StrategySettings#of} takes
 */
public record StrategySpec(String name, String strategy, Map<String, Object> settings) {

    /** Refuses the name of the control; copies the map. */
    public StrategySpec {
        if (name.equals(TournamentPlan.CONTROL)) {
            throw new IllegalArgumentException("'control' always plays and cannot be the name of a strategy");
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
