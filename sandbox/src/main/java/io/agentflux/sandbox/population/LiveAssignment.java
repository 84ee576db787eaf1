package io.agentflux.sandbox.population;

/**
 * Random assignment of real people to the variants of an experiment: by a hash of both ids, so it does not depend on who came
 * before and is the same in every process.
 */
public final class LiveAssignment {

    private final Assignment assignment;

    private LiveAssignment(Assignment assignment) {
        this.assignment = assignment;
    }

    /**
     * The assignment of an experiment.
     *
     * @param weights relative sizes of the variants, in their order
     */
    public static LiveAssignment of(String experimentId, double... weights) {
        return new LiveAssignment(Assignment.of(LivePopulation.keyOf(experimentId), 0, weights));
    }

    /** The variant of a person, counted from 0. */
    public int variantOf(String person) {
        return assignment.variantOf(LivePopulation.keyOf(person));
    }
}
