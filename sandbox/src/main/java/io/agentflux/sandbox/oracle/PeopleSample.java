package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * People at the end of their burn-in, on whom any number of economies can be tried from the same morning with the same
 * chances. Where constants are drawn for each seed, the people live in several worlds and the value is the mean over them.
 * Safe for several threads at a time.
 */
final class PeopleSample {

    private static final int WORLDS_WHERE_CONSTANTS_ARE_DRAWN = 32;
    private static final int FEWEST_PEOPLE_PER_WORLD = 32;

    private final Scenario scenario;
    private final List<SimulatedPopulation> worlds;

    private PeopleSample(Scenario scenario, List<SimulatedPopulation> worlds) {
        this.scenario = scenario;
        this.worlds = worlds;
    }

    static PeopleSample draw(Scenario scenario, long seed, int people) {
        int worlds = scenario.ranges().isEmpty() ? 1 : WORLDS_WHERE_CONSTANTS_ARE_DRAWN;
        int peoplePerWorld = worlds == 1 ? people : Math.max(FEWEST_PEOPLE_PER_WORLD, people / worlds);
        SplittableRandom seeds = new SplittableRandom(seed);
        return new PeopleSample(
                scenario,
                LongStream.generate(seeds::nextLong)
                        .limit(worlds)
                        .mapToObj(world -> burntIn(scenario, world, peoplePerWorld))
                        .toList());
    }

    private static SimulatedPopulation burntIn(Scenario scenario, long seed, int people) {
        SimulatedPopulation population = SimulatedPopulation.create(scenario, seed, people);
        population.playBurnIn();
        return population;
    }

    /** The objective over horizon and washout when one economy is in force on every day of the horizon. */
    double value(Economy held) {
        return value(Collections.nCopies(scenario.horizonDays(), held));
    }

    /** The objective over horizon and washout for the economies in force on each day of the horizon. */
    double value(List<Economy> path) {
        double sum = 0;
        for (SimulatedPopulation world : worlds) {
            sum += value(world.fork(), path);
        }
        return sum / worlds.size();
    }

    private double value(SimulatedPopulation people, List<Economy> path) {
        Schedule.live(people, path);
        MetricMeans horizon = MetricMeans.of(people.history(0, path.size()));
        MetricMeans washout = MetricMeans.of(people.playDays(scenario.defaultEconomy(), scenario.washoutDays()));
        return scenario.objective().scoreWithWashout(horizon, path.size(), washout, scenario.washoutDays());
    }
}
