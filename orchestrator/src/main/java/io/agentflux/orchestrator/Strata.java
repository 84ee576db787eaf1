package io.agentflux.orchestrator;

import io.agentflux.statistics.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of worlds, a sample for each scenario, so that every scenario counts the same however many worlds it has. */
final class Strata {

    private Strata() {}

    /** At least one sample. If a scenario has a single world its spread is unknown, and all worlds form one sample. */
    static List<Sample> of(List<MatchResult> matches, ToDoubleFunction<MatchResult> figure) {
        Map<String, Sample> byScenario = new LinkedHashMap<>();
        List<Double> all = new ArrayList<>();
        for (MatchResult match : matches) {
            double value = figure.applyAsDouble(match);
            all.add(value);
            byScenario.merge(match.match().scenario(), Sample.of(value), Sample::merge);
        }
        boolean single = byScenario.values().stream().anyMatch(sample -> sample.n() < 2);
        return single || all.isEmpty()
                ? List.of(
                        Sample.of(all.stream().mapToDouble(Double::doubleValue).toArray()))
                : List.copyOf(byScenario.values());
    }

    /** The mean over the samples. */
    static double mean(List<Sample> strata) {
        return strata.stream().mapToDouble(Sample::mean).average().orElse(Double.NaN);
    }
}
