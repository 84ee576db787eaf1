package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.experiment.Cohort;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.metrics.PeriodRecorder;
import io.agentflux.sandbox.population.SimulatedPopulation;

/** The simulated people of one variant, measured for its agent and, over the whole horizon, for the judge. */
final class JudgedCohort implements Cohort {

    private final SimulatedPopulation people;
    private final MetricsEngine metrics;
    private final PeriodRecorder horizon;

    JudgedCohort(SimulatedPopulation people) {
        this.people = people;
        this.metrics = MetricsEngine.attach(people);
        this.horizon = PeriodRecorder.begin(people);
    }

    @Override
    public void playDay(Economy economy) {
        people.playDay(economy);
        metrics.recordDay();
        horizon.recordDay();
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }

    SimulatedPopulation people() {
        return people;
    }

    /** One metric of each person over the horizon. */
    MetricSample sample(Metric metric) {
        return horizon.sample(metric);
    }
}
