package io.agentflux.sandbox.population;

import java.util.OptionalInt;

/** The single people of a population, by the index that they keep. Safe on any thread. */
public interface Roster {

    /** How many people there are; those with lower indexes were there before. */
    int people();

    /** What a person has done. */
    PersonTotals totals(int person);

    /** The id of a person; the same as {@link #totals} tells, for those who look at everybody. */
    String id(int person);

    /** The points of a person, in tenths; the same as {@link #totals} tells, for those who look at everybody. */
    long pointTenths(int person);

    /** The index of the person with that id, or nothing if there is no such person. */
    OptionalInt indexOf(String id);
}
