package io.agentflux.strategies.bandit;

import io.agentflux.arena.EconomyParameter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

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
}
