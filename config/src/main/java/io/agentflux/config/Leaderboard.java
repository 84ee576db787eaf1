package io.agentflux.config;

import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.ArrayList;
import java.util.List;

/**
 * A leaderboard that the people of several variants share: they see how many of all of them are active. It couples the variants, so
 * that what one does to its people reaches those of the others a day later.
 */
final class Leaderboard {

    private final List<SimulatedPopulation> everybody = new ArrayList<>();

    void add(SimulatedPopulation people) {
        everybody.add(people);
    }

    /** The share of everybody who, on the evening before a day, had been active within seven days. */
    double shareActive(int day) {
        long enrolled = 0;
        long active = 0;
        for (SimulatedPopulation people : everybody) {
            for (DayTotals evening : people.history(day - 1, day)) {
                enrolled += evening.enrolled();
                active += evening.activeThisWeek();
            }
        }
        return enrolled == 0 ? SimulatedPopulation.NEUTRAL_COMPANY : (double) active / enrolled;
    }
}
