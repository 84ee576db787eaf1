package io.agentflux.strategies.bandit;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategies.NumberText;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of a few economies that a bandit chooses from.
 *
 * @param name a short name
 * @param description what it bets on
 * @param values the parameters it sets, at least one
 */
record Arm(String name, String description, Map<EconomyParameter, Double> values) {

    Arm {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** An arm of which nothing is known but what it sets. */
    static Arm of(String name, Map<EconomyParameter, Double> values) {
        String description = values.entrySet().stream()
                .map(value -> value.getKey() + " " + NumberText.plain(value.getValue()))
                .collect(Collectors.joining(", "));
        return new Arm(name, description, values);
    }
}
