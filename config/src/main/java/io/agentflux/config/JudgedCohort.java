package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.experiment.Cohort;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.metrics.PeriodRecorder;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.population.Tenant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The simulated people of one variant, measured for its agent and, over the whole horizon, for the judge; in a split experiment
 * also over burn-in and washout, person by person.
 */
final class JudgedCohort implements Cohort {

    private final SimulatedPopulation people;
    private final @Nullable PeriodRecorder burnIn;
    private final MetricsEngine metrics;
    private final PeriodRecorder horizon;
    private @Nullable PeriodRecorder washout;

    private JudgedCohort(SimulatedPopulation people, @Nullable PeriodRecorder burnIn) {
        this.people = people;
        this.burnIn = burnIn;
        this.metrics = MetricsEngine.attach(people);
        this.horizon = PeriodRecorder.begin(people);
    }

    /** People at the end of their burn-in. */
    static JudgedCohort afterBurnIn(SimulatedPopulation people) {
        return new JudgedCohort(people, null);
    }

    /** People at the beginning of their burn-in, which is played. */
    static JudgedCohort measuredInBurnIn(SimulatedPopulation people) {
        PeriodRecorder burnIn = PeriodRecorder.begin(people);
        while (people.nextDay() < 0) {
            people.playDay(Tenant::defaultEconomy);
            burnIn.recordDay();
        }
        return new JudgedCohort(people, burnIn);
    }

    @Override
    public void playDay(Economy economy) {
        people.playDay(SimulatedPopulation.asModelled(economy));
        metrics.recordDay();
        horizon.recordDay();
    }

    /** Lets everybody live on under the default economy. */
    void playWashout(int days) {
        Economy economy = people.scenario().defaultEconomy();
        if (burnIn == null) {
            people.playDays(economy, days);
            return;
        }
        PeriodRecorder period = PeriodRecorder.begin(people);
        for (int day = 0; day < days; day++) {
            people.playDay(economy);
            period.recordDay();
        }
        washout = period;
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

    /** One metric of each person over the burn-in, in a split experiment only. */
    MetricSample burnInSample(Metric metric) {
        return Objects.requireNonNull(burnIn).sample(metric);
    }

    /** One metric of each person over the washout, in a split experiment only and after it was played. */
    MetricSample washoutSample(Metric metric) {
        return Objects.requireNonNull(washout).sample(metric);
    }
}
