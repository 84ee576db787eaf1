package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.population.SimulatedRoster;
import io.agentflux.sandbox.progress.ProgressBoard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Simulated people as the people of a variant. */
final class SimulatedCohort implements Cohort {

    private @Nullable SimulatedPopulation people;
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
        SimulatedPopulation living = people;
        if (living == null) {
            throw new IllegalStateException("these people live no other day, for their experiment is over");
        }
        living.playDay(SimulatedPopulation.asModelled(economy));
        metrics.recordDay();
        roster.recordDay(living);
        progress.recordDay(metrics.lastEvening());
    }

    @Override
    public void end() {
        people = null;
        metrics.end();
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
