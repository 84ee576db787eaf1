package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;

/** Prints the hash of everybody's state after seven weeks; run in Java machines that compile in other ways than the tests'. */
final class GoldenLives {

    private static final int PEOPLE = 600;

    private GoldenLives() {}

    /** Prints {@link #hash} in hexadecimal. */
    public static void main(String[] arguments) {
        System.out.println(Long.toHexString(hash()));
    }

    static long hash() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 5, PEOPLE);
        people.playBurnIn();
        people.playDays(Economy.defaults(), 35);
        return people.stateHash();
    }
}
