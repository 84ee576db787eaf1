package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.WorldOutcome;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.oracle.Schedule;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.statistics.Cuped;
import io.agentflux.statistics.FisherTest;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.TTest;
import java.util.Collection;
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
 * @param benchmark the best economies that are known for the scenario
 * @param limits how often and how far agents could change the economy, and so may the best sequence
 * @param design whether the variants have the same people
 * @param confidenceLevel the level of intervals
 */
record Judge(
        Objective objective,
        int days,
        int washoutDays,
        Benchmark benchmark,
        GuardrailLimits limits,
        Design design,
        double confidenceLevel) {

    /**
     * Plays the washout of every variant and judges.
     *
     * @param cohorts the people at the end of the horizon, by variant, the control among them
     * @param untouched the control's people as they were on the first morning
     */
    WorldOutcome judge(Map<String, JudgedCohort> cohorts, SimulatedPopulation untouched) {
        playWashout(cohorts.values());
        Variants variants = new Variants(cohorts);
        Map<String, VariantOutcome> entrants = new LinkedHashMap<>();
        cohorts.keySet().stream()
                .filter(variant -> !variant.equals(TournamentPlan.CONTROL))
                .forEach(variant -> entrants.put(variant, variants.outcome(variant)));
        VariantOutcome sequence =
                benchmark.sequence().isEmpty() ? null : benchmark(untouched.fork(), sequence(untouched));
        return new WorldOutcome(
                variants.outcome(TournamentPlan.CONTROL),
                benchmark(untouched, Schedule.hold(benchmark.economy()).path(days)),
                sequence,
                entrants);
    }

    /** People who see one another live side by side; all others may do so one variant after the other. */
    private void playWashout(Collection<JudgedCohort> cohorts) {
        if (cohorts.stream().anyMatch(JudgedCohort::isCoupled)) {
            for (int day = 0; day < washoutDays; day++) {
                cohorts.forEach(cohort -> cohort.playWashout(1));
            }
        } else {
            cohorts.forEach(cohort -> cohort.playWashout(washoutDays));
        }
    }

    private List<Economy> sequence(SimulatedPopulation people) {
        return new Schedule(benchmark.sequence()).feasiblePath(people.scenario().defaultEconomy(), limits, days);
    }

    private VariantOutcome benchmark(SimulatedPopulation people, List<Economy> path) {
        Schedule.live(people, path);
        people.playDays(people.scenario().defaultEconomy(), washoutDays);
        return outcome(people, Double.NaN, Map.of());
    }

    /** What became of people who have lived through horizon and washout; NaN stands for a value without adjustment. */
    private VariantOutcome outcome(
            SimulatedPopulation people, double adjustedValue, Map<Metric, MetricOutcome> metrics) {
        List<DayTotals> lived = people.history(0, days);
        MetricMeans horizon = MetricMeans.of(lived);
        MetricMeans washout = MetricMeans.of(people.history(days, days + washoutDays));
        double value = objective.scoreWithWashout(horizon, days, washout, washoutDays);
        return new VariantOutcome(
                Double.isNaN(adjustedValue) ? value : adjustedValue,
                value,
                objective.score(horizon),
                washoutDays == 0 ? Double.NaN : objective.score(washout),
                horizon.usefulness(),
                metrics);
    }

    /** The variants of one world, compared by person. */
    private final class Variants {

        private final Map<String, JudgedCohort> cohorts;
        private final JudgedCohort control;
        private final @Nullable BurnInCovariate covariate;

        Variants(Map<String, JudgedCohort> cohorts) {
            this.cohorts = cohorts;
            control = Objects.requireNonNull(cohorts.get(TournamentPlan.CONTROL));
            covariate = design == Design.SPLIT ? new BurnInCovariate(cohorts.values()) : null;
        }

        VariantOutcome outcome(String variant) {
            JudgedCohort cohort = Objects.requireNonNull(cohorts.get(variant));
            double adjusted = covariate == null ? Double.NaN : adjustedValue(cohort, covariate);
            return Judge.this.outcome(cohort.people(), adjusted, metrics(cohort));
        }

        private double adjustedValue(JudgedCohort cohort, BurnInCovariate burnIn) {
            double during = objective.score(metric -> burnIn.adjusted(cohort, metric, cohort.sample(metric)));
            double after = washoutDays == 0
                    ? 0
                    : objective.score(metric -> burnIn.adjusted(cohort, metric, cohort.washoutSample(metric)));
            return objective.withWashout(during, days, after, washoutDays);
        }

        private Map<Metric, MetricOutcome> metrics(JudgedCohort cohort) {
            Map<Metric, MetricOutcome> outcomes = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.values()) {
                MetricSample sample = cohort.sample(metric);
                double standardError = sample.standardDeviation() / Math.sqrt(sample.people());
                outcomes.put(
                        metric,
                        new MetricOutcome(
                                sample.value(), standardError, cohort == control ? null : effect(cohort, metric)));
            }
            return outcomes;
        }

        private MetricOutcome.Effect effect(JudgedCohort cohort, Metric metric) {
            MetricSample sample = cohort.sample(metric);
            MetricSample other = control.sample(metric);
            if (covariate == null) {
                return effect(TTest.paired(sample.parts(), other.parts(), confidenceLevel), 1, null);
            }
            Cuped cuped = Cuped.of(
                    covariate.pairs(cohort, metric, sample), covariate.pairs(control, metric, other), confidenceLevel);
            return effect(
                    cuped.adjusted(),
                    cuped.varianceFactor(),
                    metric.kind() == Metric.Kind.RATIO ? pooledFisher(sample, other) : null);
        }

        private MetricOutcome.Effect effect(TTest test, double varianceLeft, @Nullable Double fisher) {
            Interval difference = test.difference();
            return new MetricOutcome.Effect(
                    difference.estimate(), difference.low(), difference.high(), test.pValue(), varianceLeft, fisher);
        }

        private double pooledFisher(MetricSample sample, MetricSample other) {
            long hits = Math.round(sample.numerators());
            long otherHits = Math.round(other.numerators());
            return FisherTest.of(
                            hits,
                            Math.round(sample.denominators()) - hits,
                            otherHits,
                            Math.round(other.denominators()) - otherHits,
                            confidenceLevel)
                    .pValue();
        }
    }
}
