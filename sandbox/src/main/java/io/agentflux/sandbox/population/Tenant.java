package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.util.List;
import java.util.Map;

/**
 * An organisation whose people live under an economy of its own until an experiment sets another.
 *
 * @param name the name
 * @param share the share of the people of a scenario
 * @param traits constants of the scenario that are different here; only those that say who people are
 * @param segments the kinds of people here
 * @param defaultEconomy the economy in force before the experiment and after it
 */
public record Tenant(
        String name,
        double share,
        Map<BehaviourConstant, Double> traits,
        List<Segment> segments,
        Economy defaultEconomy) {

    /** Copies the collections; refuses constants that are not traits and segments that do not add up. */
    public Tenant {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("Tenant '" + name + "' has share " + share + "; it has to be in (0, 1]");
        }
        traits = Map.copyOf(traits);
        traits.keySet().stream()
                .filter(constant -> !constant.isTrait())
                .findFirst()
                .ifPresent(constant -> {
                    throw new IllegalArgumentException("Tenant '" + name + "' sets '" + constant.key()
                            + "', which is not about who people are; set it for the whole scenario");
                });
        segments = Segment.checkedMix(segments);
    }
}
