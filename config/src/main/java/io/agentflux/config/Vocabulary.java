package io.agentflux.config;

import io.agentflux.strategy.StrategyCatalog;
import java.util.List;

/**
 * What a file may name.
 *
 * @param strategies who can compete
 * @param scenarios the library of scenarios
 * @param constants the constants of behaviour that a scenario may change
 */
public record Vocabulary(StrategyCatalog strategies, List<Scenario> scenarios, List<Constant> constants) {

    /** Copies the lists. */
    public Vocabulary {
        scenarios = List.copyOf(scenarios);
        constants = List.copyOf(constants);
    }

    /**
     * A scenario of the library, with what holds where a file says nothing else.
     *
     * @param name lower-case letters, digits and dashes
     * @param people how many people each variant has
     * @param days how long the strategies act
     * @param washoutDays how long scoring goes on afterwards
     */
    public record Scenario(String name, int people, int days, int washoutDays) {}

    /**
     * A constant of behaviour.
     *
     * @param name as scenarios write it
     * @param description one sentence: what it does, and its unit if it has one
     * @param minimum the smallest permitted value
     * @param maximum the largest permitted value
     */
    public record Constant(String name, String description, double minimum, double maximum) {}
}
