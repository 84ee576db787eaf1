package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.SimulatedPopulation;

/** Simulated people as the people of a variant. */
final class SimulatedCohort implements Cohort {

    /** Simulated people are modelled up to this reward; agents may go beyond, in many small steps. */
    private static final double MOST_POINTS = 1e6;

    private final SimulatedPopulation people;
    private final MetricsEngine metrics;

    SimulatedCohort(SimulatedPopulation people) {
        this.people = people;
        this.metrics = MetricsEngine.attach(people);
    }

    @Override
    public void playDay(Economy economy) {
        people.playDay(asModelled(economy));
        metrics.recordDay();
    }

    private static Economy asModelled(Economy economy) {
        Economy modelled = economy;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (economy.value(parameter) > MOST_POINTS) {
                modelled = modelled.with(parameter, MOST_POINTS);
            }
        }
        return modelled;
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }
}
