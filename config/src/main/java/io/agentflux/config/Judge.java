package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.WorldOutcome;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.statistics.BivariateSample;
import io.agentflux.statistics.FisherTest;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.RatioTest;
import io.agentflux.statistics.TTest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges what became of the people of a world.
 *
 * @param objective what is rewarded
 * @param days the horizon
 * @param washoutDays how long everybody lives on under the default economy, judged too
 * @param bestStatic the best economy that is known for the scenario
 * @param design whether the variants have the same people
 * @param confidenceLevel the level of intervals
 */
record Judge(
        Objective objective, int days, int washoutDays, Economy bestStatic, Design design, double confidenceLevel) {

    /**
     * Plays the washout of every variant and judges.
     *
     * @param cohorts the people at the end of the horizon, by variant, the control among them
     * @param untouched the control's people as they were on the first morning
     */
    WorldOutcome judge(Map<String, JudgedCohort> cohorts, SimulatedPopulation untouched) {
        JudgedCohort control = Objects.requireNonNull(cohorts.get(TournamentPlan.CONTROL));
        Map<String, VariantOutcome> entrants = new LinkedHashMap<>();
        cohorts.forEach((variant, cohort) -> {
            if (cohort != control) {
                entrants.put(variant, outcome(cohort.people(), metrics(cohort, control)));
            }
        });
        untouched.playDays(bestStatic, days);
        return new WorldOutcome(
                outcome(control.people(), metrics(control, null)), outcome(untouched, Map.of()), entrants);
    }

    private VariantOutcome outcome(SimulatedPopulation people, Map<Metric, MetricOutcome> metrics) {
        List<DayTotals> lived = people.history(0, days);
        MetricMeans horizon = MetricMeans.of(lived);
        MetricMeans washout = MetricMeans.of(people.playDays(people.scenario().defaultEconomy(), washoutDays));
        double enrolledDays = lived.stream().mapToLong(DayTotals::enrolled).sum();
        double useful = lived.stream().mapToLong(DayTotals::usefulThousandths).sum() / 1000.0;
        return new VariantOutcome(
                objective.scoreWithWashout(horizon, days, washout, washoutDays),
                objective.score(horizon),
                washoutDays == 0 ? Double.NaN : objective.score(washout),
                enrolledDays == 0 ? 0 : useful / enrolledDays,
                metrics);
    }

    private Map<Metric, MetricOutcome> metrics(JudgedCohort cohort, @Nullable JudgedCohort control) {
        Map<Metric, MetricOutcome> outcomes = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            MetricSample sample = cohort.sample(metric);
            double standardError = sample.standardDeviation() / Math.sqrt(sample.people());
            outcomes.put(
                    metric,
                    new MetricOutcome(
                            sample.value(),
                            standardError,
                            control == null ? null : effect(metric, sample, control.sample(metric))));
        }
        return outcomes;
    }

    private MetricOutcome.Effect effect(Metric metric, MetricSample sample, MetricSample control) {
        TTest test = design == Design.TWIN ? paired(sample, control) : independent(sample, control);
        Interval difference = test.difference();
        Double fisher =
                design == Design.SPLIT && metric.kind() == Metric.Kind.RATIO ? pooledFisher(sample, control) : null;
        return new MetricOutcome.Effect(
                difference.estimate(), difference.low(), difference.high(), test.pValue(), fisher);
    }

    private TTest independent(MetricSample sample, MetricSample control) {
        return RatioTest.of(people(sample), people(control), confidenceLevel).test();
    }

    private static BivariateSample people(MetricSample sample) {
        BivariateSample people = BivariateSample.empty();
        for (int person = 0; person < sample.size(); person++) {
            people = people.plus(sample.numerator(person), sample.denominator(person));
        }
        return people;
    }

    /** The delta method for the same people twice: each person's part in the ratio is {@code R + (N - R D) / mean D}. */
    private TTest paired(MetricSample sample, MetricSample control) {
        return TTest.paired(parts(sample), parts(control), confidenceLevel);
    }

    private static double[] parts(MetricSample sample) {
        double value = sample.value();
        double mean = denominators(sample) / sample.size();
        double[] parts = new double[sample.size()];
        for (int person = 0; person < parts.length; person++) {
            double excess = sample.numerator(person) - value * sample.denominator(person);
            parts[person] = mean == 0 ? value : value + excess / mean;
        }
        return parts;
    }

    private double pooledFisher(MetricSample sample, MetricSample control) {
        long hits = Math.round(numerators(sample));
        long controlHits = Math.round(numerators(control));
        return FisherTest.of(
                        hits,
                        Math.round(denominators(sample)) - hits,
                        controlHits,
                        Math.round(denominators(control)) - controlHits,
                        confidenceLevel)
                .pValue();
    }

    private static double numerators(MetricSample sample) {
        double sum = 0;
        for (int person = 0; person < sample.size(); person++) {
            sum += sample.numerator(person);
        }
        return sum;
    }

    private static double denominators(MetricSample sample) {
        double sum = 0;
        for (int person = 0; person < sample.size(); person++) {
            sum += sample.denominator(person);
        }
        return sum;
    }
}
