package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.population.Scenario;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Several samples of people to whom the same economies are shown, all of them at the same time. */
final class Panel {

    private final Scenario scenario;
    private final List<PeopleSample> samples;
    private final long effort;
    private final Workers workers;

    private Panel(Scenario scenario, List<PeopleSample> samples, long effort, Workers workers) {
        this.scenario = scenario;
        this.samples = samples;
        this.effort = effort;
        this.workers = workers;
    }

    /**
     * Draws people.
     *
     * @param people how many there are in each sample
     * @param effort what it takes to play one sample, for the progress
     */
    static Panel draw(
            Scenario scenario, SplittableRandom seeds, int samples, int people, long effort, Workers workers) {
        List<Long> drawn =
                LongStream.generate(seeds::nextLong).limit(samples).boxed().toList();
        return new Panel(
                scenario, workers.each(drawn, seed -> PeopleSample.draw(scenario, seed, people)), effort, workers);
    }

    /** The first half of the samples. */
    Panel half() {
        return new Panel(scenario, samples.subList(0, (samples.size() + 1) / 2), effort, workers);
    }

    List<PeopleSample> samples() {
        return samples;
    }

    /** The value of a path for each sample. */
    double[] values(List<Economy> path) {
        double[] values = workers.each(samples, sample -> sample.value(path)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        workers.count(samples.size() * effort);
        return values;
    }

    /** The value for each sample of an economy that is in force all the time. */
    double[] values(Economy held) {
        return values(path(held));
    }

    double mean(List<Economy> path) {
        return mean(values(path));
    }

    double mean(Economy held) {
        return mean(values(held));
    }

    /** The mean values of economies held, the economies at the same time instead of the samples. */
    double[] means(List<Economy> economies) {
        return workers
                .each(economies, economy -> {
                    double[] values = samples.stream()
                            .mapToDouble(sample -> sample.value(path(economy)))
                            .toArray();
                    workers.count(samples.size() * effort);
                    return mean(values);
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private List<Economy> path(Economy held) {
        return Collections.nCopies(scenario.horizonDays(), held);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}
