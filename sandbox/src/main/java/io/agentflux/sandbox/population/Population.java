package io.agentflux.sandbox.population;

/**
 * People under one economy, of whom it is known what each has done: all that metrics are made from. The people may be
 * simulated or real; metrics do not know the difference.
 */
public interface Population {

    /** How many people are enrolled. People keep their index; newcomers get the next ones. */
    int people();

    /** The last day that is over; before any day is over, the day before the first. */
    int lastDay();

    /** What everybody has done up to the end of the last day, as a copy that does not change any more. */
    PeopleSnapshot snapshot();
}
