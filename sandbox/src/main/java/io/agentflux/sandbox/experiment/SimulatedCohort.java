package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.SimulatedPopulation;

/** Simulated people as the people of a variant. */
final class SimulatedCohort implements Cohort {

    private final SimulatedPopulation people;
    private final MetricsEngine metrics;

    SimulatedCohort(SimulatedPopulation people) {
        this.people = people;
        this.metrics = MetricsEngine.attach(people);
    }

    @Override
    public void playDay(Economy economy) {
        people.playDay(SimulatedPopulation.asModelled(economy));
        metrics.recordDay();
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }
}
