package io.agentflux.cli;

import io.agentflux.arena.Metric;
import io.agentflux.config.Design;
import io.agentflux.config.ObjectiveSpec;
import io.agentflux.config.ScenarioSpec;
import io.agentflux.config.TournamentSpec;
import io.agentflux.orchestrator.report.FigureText;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a tournament is, in the words of a person. */
final class PlanFacts {

    private PlanFacts() {}

    /** By name, in the order in which they are told. */
    static Map<String, String> of(TournamentSpec spec) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Design", design(spec));
        facts.put("Worlds", worlds(spec));
        facts.put("People", inEach(spec, ScenarioSpec::people) + " per variant");
        facts.put("Days", days(spec));
        facts.put("Agents look", "every " + Durations.inWords(spec.cadence()));
        facts.put(
                "Guardrails",
                "at most " + number(spec.guardrails().deltaLimitPercent()) + " % per update, one update per "
                        + Durations.inWords(spec.guardrails().updateInterval()));
        facts.put("Objective", objective(spec.objective(), spec.washoutWeight()));
        facts.put("Intervals", FigureText.percent(spec.confidenceLevel()));
        return facts;
    }

    private static String design(TournamentSpec spec) {
        return switch (spec.design()) {
            case TWIN -> "twin: each strategy meets its own copy of the very same people";
            case SPLIT -> "split: people are assigned at random to the strategies and the control";
        };
    }

    static String word(Design design) {
        return design.name().toLowerCase(Locale.ROOT);
    }

    /** Such as {@code 1 scenario x 20 seeds}. */
    static String worlds(TournamentSpec spec) {
        int scenarios = spec.scenarios().size();
        return scenarios
                + (scenarios == 1 ? " scenario x " : " scenarios x ")
                + spec.replications()
                + (spec.replications() == 1 ? " seed" : " seeds");
    }

    /** Such as {@code 60 days, then 28 of washout}. */
    static String days(TournamentSpec spec) {
        return inEach(spec, ScenarioSpec::days) + " days, then " + inEach(spec, ScenarioSpec::washoutDays)
                + " of washout";
    }

    /** What all scenarios have, or from the least to the most. */
    static String inEach(TournamentSpec spec, Function<ScenarioSpec, Integer> value) {
        List<Integer> sorted =
                spec.scenarios().stream().map(value).distinct().sorted().toList();
        String least = String.format(Locale.ROOT, "%,d", sorted.get(0));
        return sorted.size() == 1
                ? least
                : least + " to " + String.format(Locale.ROOT, "%,d", sorted.get(sorted.size() - 1));
    }

    private static String objective(ObjectiveSpec objective, double washoutWeight) {
        String weights = objective.weights().entrySet().stream()
                .map(weight -> number(weight.getValue()) + " " + name(weight.getKey()) + " / "
                        + number(objective.targets().getOrDefault(weight.getKey(), Double.NaN)))
                .collect(Collectors.joining(" + "));
        return weights + ", less " + number(objective.inflationPenalty()) + " for each "
                + number(objective.targets().getOrDefault(Metric.XP_VELOCITY, Double.NaN))
                + " XP per day beyond the first"
                + (washoutWeight == 1 ? "" : "; washout weighs " + number(washoutWeight));
    }

    private static String name(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
