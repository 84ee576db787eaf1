package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.population.SimulatedRoster;
import io.agentflux.sandbox.progress.ProgressBoard;
import java.util.Optional;

/** Simulated people as the people of a variant. */
final class SimulatedCohort implements Cohort {

    private final SimulatedPopulation people;
    private final MetricsEngine metrics;
    private final SimulatedRoster roster;
    private final ProgressBoard progress;

    SimulatedCohort(SimulatedPopulation people) {
        this.people = people;
        this.metrics = MetricsEngine.attach(people);
        this.roster = new SimulatedRoster(people);
        this.progress = new ProgressBoard(roster, metrics.lastEvening());
    }

    @Override
    public void playDay(Economy economy) {
        people.playDay(SimulatedPopulation.asModelled(economy));
        metrics.recordDay();
        roster.recordDay();
        progress.recordDay(metrics.lastEvening());
    }

    @Override
    public Optional<ProgressBoard> progress() {
        return Optional.of(progress);
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }
}
