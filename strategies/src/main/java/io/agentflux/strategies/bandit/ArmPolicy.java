package io.agentflux.strategies.bandit;

import io.agentflux.arena.Signals;

/** The algorithm of a bandit: which arm to pull, and what a pull has taught. */
interface ArmPolicy {

    /** The index of the arm to pull now. */
    int choose(Signals signals);

    /**
     * Learns from the arm chosen last, once it was in force.
     *
     * @param arm its index
     * @param before the score when it was chosen
     * @param after the score at the end of the pull
     */
    void learn(int arm, double before, double after);

    /** Why the arm chosen last was chosen. */
    String reasoning(Arm arm);
}
