package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What economies would do to the people of a scenario: the same people live the whole horizon under each of them, so that
 * differences are effects.
 */
public final class ScenarioSweep {

    private static final double[] MULTIPLES = {0, .25, .5, .75, 1, 1.5, 2, 3, 4, 6};

    private final Scenario scenario;
    private final SimulatedPopulation people;

    private ScenarioSweep(Scenario scenario, SimulatedPopulation people) {
        this.scenario = scenario;
        this.people = people;
    }

    /**
     * What came of one economy.
     *
     * @param economy the economy, held from day 0 to the horizon
     * @param metrics the metrics over the horizon
     * @param washout the metrics over the washout under the default economy
     * @param score the score {@code J} of the horizon
     * @param scoreWithWashout the score {@code V} of horizon and washout
     */
    public record Outcome(
            Economy economy, MetricMeans metrics, MetricMeans washout, double score, double scoreWithWashout) {}

    /** A sweep with so many people of the world of a seed, who live through the burn-in now. */
    public static ScenarioSweep of(Scenario scenario, long seed, int people) {
        SimulatedPopulation population = SimulatedPopulation.create(scenario, seed, people);
        population.playBurnIn();
        return new ScenarioSweep(population.scenario(), population);
    }

    /** What comes of holding one economy. */
    public Outcome hold(Economy economy) {
        SimulatedPopulation own = people.fork();
        MetricMeans metrics = MetricMeans.of(own.playDays(economy, scenario.horizonDays()));
        for (int day = 0; day < scenario.washoutDays(); day++) {
            own.playDay(Tenant::defaultEconomy);
        }
        MetricMeans washout =
                MetricMeans.of(own.history(scenario.horizonDays(), scenario.horizonDays() + scenario.washoutDays()));
        Objective objective = scenario.objective();
        return new Outcome(
                economy,
                metrics,
                washout,
                objective.score(metrics),
                objective.scoreWithWashout(metrics, scenario.horizonDays(), washout, scenario.washoutDays()));
    }

    /** What comes of each value of one parameter, the others being as in the scenario's default economy. */
    public List<Outcome> along(EconomyParameter parameter, double... values) {
        List<Outcome> outcomes = new ArrayList<>();
        for (double value : values) {
            outcomes.add(hold(scenario.defaultEconomy().with(parameter, value)));
        }
        return outcomes;
    }

    /**
     * Where a parameter is best by the objective of the scenario, without its charge for points.
     *
     * @param parameter the parameter
     * @param outcomes what came of each value tried, the smallest first
     * @param scores the objective of each, without a charge for points
     */
    public record Optimum(EconomyParameter parameter, List<Outcome> outcomes, List<Double> scores) {

        /** Copies the lists. */
        public Optimum {
            outcomes = List.copyOf(outcomes);
            scores = List.copyOf(scores);
        }

        /** The place of the best value among those tried, from 0. */
        public int place() {
            return scores.indexOf(Collections.max(scores));
        }

        /** Whether the best value is neither the first nor the last one tried. */
        public boolean isInside() {
            return place() > 0 && place() < scores.size() - 1;
        }

        /** How far the best and the worst value are apart in the objective. */
        public double range() {
            return Collections.max(scores) - Collections.min(scores);
        }
    }

    /** Tries the usual values of a parameter. */
    public Optimum optimum(EconomyParameter parameter) {
        Objective uncharged = scenario.objective().withoutInflationPenalty();
        List<Outcome> outcomes = along(parameter, usualValues(parameter));
        return new Optimum(
                parameter,
                outcomes,
                outcomes.stream()
                        .map(outcome -> uncharged.score(outcome.metrics()))
                        .toList());
    }

    /** Values worth trying: from nothing to six times the default; caps are whole numbers from 1. */
    public static double[] usualValues(EconomyParameter parameter) {
        boolean cap = parameter == EconomyParameter.SCAN_DAILY_CAP || parameter == EconomyParameter.FEEDBACK_DAILY_CAP;
        double[] values = new double[MULTIPLES.length];
        for (int j = 0; j < values.length; j++) {
            double value = MULTIPLES[j] * parameter.globalDefault();
            values[j] = cap ? Math.max(1, Math.round(value)) : value;
        }
        return values;
    }
}
