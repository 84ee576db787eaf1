package io.agentflux.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The people of a tournament: a scenario of the library, possibly with other constants of behaviour.
 *
 * @param name its name in results
 * @param base the scenario of the library that it is or extends
 * @param constants the constants of behaviour that differ from the base, by name, in alphabetical order
 * @param people how many people each variant has
 * @param days how long the strategies act
 * @param washoutDays how long the default economy is in force afterwards, while scoring goes on
 * @param changes what else differs from the base
 */
public record ScenarioSpec(
        String name,
        String base,
        Map<String, Double> constants,
        int people,
        int days,
        int washoutDays,
        ScenarioChanges changes) {

    static final Range PEOPLE = Range.whole(2, 10_000_000, "people");
    static final Range DAYS = Range.whole(1, 3_650, "days");
    static final Range WASHOUT_DAYS = Range.whole(0, 365, "days");

    /** Refuses values outside their ranges; copies the map. */
    public ScenarioSpec {
        constants = Collections.unmodifiableMap(new TreeMap<>(constants));
        PEOPLE.require("people", people);
        DAYS.require("days", days);
        WASHOUT_DAYS.require("washout-days", washoutDays);
    }

    /** A scenario that differs from its base in constants, people and days alone. */
    public ScenarioSpec(
            String name, String base, Map<String, Double> constants, int people, int days, int washoutDays) {
        this(name, base, constants, people, days, washoutDays, ScenarioChanges.none());
    }

    ScenarioSpec withPeople(int newPeople) {
        return new ScenarioSpec(name, base, constants, newPeople, days, washoutDays, changes);
    }

    ScenarioSpec withDays(int newDays) {
        return new ScenarioSpec(name, base, constants, people, newDays, washoutDays, changes);
    }
}
