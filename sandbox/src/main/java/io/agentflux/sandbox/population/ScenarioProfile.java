package io.agentflux.sandbox.population;

import io.agentflux.arena.Metric;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the people of a scenario live when nobody changes anything: its economy held through horizon and washout, in a number of
 * worlds. Intervals are over worlds.
 *
 * @param scenario the scenario
 * @param worlds in how many worlds they lived
 * @param people how many people each world began with
 * @param metrics the metrics over the horizon
 * @param score the score {@code V} of horizon and washout
 */
public record ScenarioProfile(
        Scenario scenario, int worlds, int people, Map<Metric, Interval> metrics, Interval score) {

    private record Life(MetricMeans metrics, double score) {}

    /** Copies the metrics. */
    public ScenarioProfile {
        metrics = Collections.unmodifiableMap(new EnumMap<>(metrics));
    }

    /**
     * Plays the worlds of the seeds 1, 2, 3 and so on.
     *
     * @param people how many people each world begins with
     * @param worlds how many worlds
     * @param level the level of the intervals
     */
    public static ScenarioProfile of(Scenario scenario, int people, int worlds, double level) {
        List<Life> lives = new ArrayList<>();
        for (int seed = 1; seed <= worlds; seed++) {
            lives.add(live(scenario, seed, people));
        }
        Map<Metric, Interval> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            metrics.put(metric, interval(lives, life -> life.metrics.value(metric), level));
        }
        return new ScenarioProfile(scenario, worlds, people, metrics, interval(lives, Life::score, level));
    }

    private static Life live(Scenario scenario, long seed, int people) {
        SimulatedPopulation population = SimulatedPopulation.create(scenario, seed, people);
        population.playBurnIn();
        int horizon = scenario.horizonDays();
        int end = horizon + scenario.washoutDays();
        for (int day = 0; day < end; day++) {
            population.playDay(Tenant::defaultEconomy);
        }
        MetricMeans metrics = MetricMeans.of(population.history(0, horizon));
        MetricMeans washout = MetricMeans.of(population.history(horizon, end));
        return new Life(
                metrics, scenario.objective().scoreWithWashout(metrics, horizon, washout, scenario.washoutDays()));
    }

    private static Interval interval(List<Life> lives, ToDoubleFunction<Life> value, double level) {
        return Sample.of(lives.stream().mapToDouble(value).toArray()).meanInterval(level);
    }
}
