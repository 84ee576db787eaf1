package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.population.Scenario;
import java.util.List;

/**
 * What the best economy could have achieved in a scenario, in the unit of its objective over horizon and washout, as the mean
 * over fresh people that played no part in the search.
 *
 * @param scenario the name of the scenario
 * @param hash what the scenario and the model of people were when this was computed; see {@link #belongsTo}
 * @param horizonDays the horizon
 * @param washoutDays the washout after it
 * @param settings how hard the best was looked for
 * @param byDefault the value of the scenario's default economy
 * @param economy the best static economy, in whole points
 * @param held its value if it is in force from the first morning on, which guardrails seldom allow
 * @param gain how much more that is than the default's, on the same people
 * @param feasible the best schedules of 1, 2, 4 and more phases on a path that the scenario's guardrails allow, from the
 *     default economy on; the first aims at the static economy, and none is worse than the one before
 * @param certificate what speaks for the static economy being the best
 */
public record Oracle(
        String scenario,
        String hash,
        int horizonDays,
        int washoutDays,
        OracleSettings settings,
        Estimate byDefault,
        Economy economy,
        Estimate held,
        Estimate gain,
        List<Feasible> feasible,
        Certificate certificate) {

    /**
     * A schedule with what it is worth under guardrails.
     *
     * @param schedule the economies to aim at
     * @param value the value of the path towards them
     * @param gain how much more that is than the default's, on the same people
     */
    public record Feasible(Schedule schedule, Estimate value, Estimate gain) {}

    /** Copies the schedules; refuses an oracle without any. */
    public Oracle {
        feasible = List.copyOf(feasible);
        if (feasible.isEmpty()) {
            throw new IllegalArgumentException(
                    "The oracle of '" + scenario + "' has no schedule; give at least the one with one phase");
        }
    }

    /** The feasible schedule with the most phases: the best that an agent could have done, as far as is known. */
    public Feasible bestFeasible() {
        return feasible.get(feasible.size() - 1);
    }

    /**
     * Whether this was computed for such a scenario and for people who behave as they do now. Name, summary, number of people
     * and sites do not matter; everything that moves the value of an economy does.
     */
    public boolean belongsTo(Scenario other) {
        return hash.equals(ScenarioHash.of(other));
    }

    /** This oracle as JSON text that ends in a line feed; equal oracles give equal bytes. */
    public String toJson() {
        return OracleJson.write(this);
    }

    /**
     * The oracle that JSON text describes.
     *
     * @throws IllegalArgumentException if the text is no oracle
     */
    public static Oracle fromJson(String json) {
        return OracleJson.read(json);
    }
}
