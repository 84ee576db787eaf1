package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.population.ScenarioLibrary;

/** Who the people of an experiment are. */
public sealed interface PeopleSpec {

    /**
     * Simulated people.
     *
     * @param scenario the name of a built-in scenario
     * @param seed decides who they are, what they do, and which variant each gets
     * @param perVariant how many people a variant has on average, from 1 to 100,000
     * @param draw which of the random assignments of these people to the variants. The one of number 0, by which the experiments of
     *     the first version go on, is no fair one: the chance that decides the variant also decides who comes on the first day
     */
    record Simulated(String scenario, long seed, int perVariant, long draw) implements PeopleSpec {

        private static final int MOST_PEOPLE = 100_000;

        /** People who are assigned independently of all that they do. */
        public Simulated(String scenario, long seed, int perVariant) {
            this(scenario, seed, perVariant, 1);
        }

        /** Refuses a scenario that there is none of, and sizes that are of no use. */
        public Simulated {
            if (ScenarioLibrary.named(scenario).isEmpty()) {
                throw new IllegalArgumentException("there is no scenario '" + scenario + "'; there are "
                        + String.join(", ", ScenarioLibrary.names()));
            }
            if (perVariant < 1 || perVariant > MOST_PEOPLE) {
                throw new IllegalArgumentException(
                        "there are " + perVariant + " people per variant; give 1 to " + MOST_PEOPLE);
            }
        }
    }

    /**
     * Real people, who appear when something they did is told.
     *
     * @param bySite whether whole sites are assigned to variants instead of single people; then each person is told to belong to a
     *     site, and sites are what is compared
     */
    record Live(boolean bySite) implements PeopleSpec {

        /** Real people, each assigned on their own. */
        public Live() {
            this(false);
        }
    }

    /** Whether whole sites of real people are assigned. */
    default boolean isBySite() {
        return this instanceof Live live && live.bySite();
    }
}
