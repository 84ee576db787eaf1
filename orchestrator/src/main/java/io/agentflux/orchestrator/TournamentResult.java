package io.agentflux.orchestrator;

import io.agentflux.arena.Metric;
import io.agentflux.orchestrator.analysis.Ranking;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.orchestrator.analysis.ScoreTable;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.SampleRatioTest;
import io.agentflux.statistics.TTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What came of a tournament.
 *
 * <p>A score is the objective of a variant's people over horizon and washout. Where every scenario's {@link Yardstick} is
 * usable it is normalised: 0 is what the control reaches on average, 1 what the best static economy does. Elsewhere it is the
 * plain objective less that of the control.
 *
 * @param plan what was compared
 * @param matches the matches that were played, in the plan's order; fewer than planned if it was interrupted
 * @param yardsticks what 0 and 1 mean, for each scenario of which a world was played
 * @param isNormalised whether scores are normalised
 * @param ranking who is better, and how sure we are
 * @param byScenario who is better than doing nothing in each scenario
 * @param metrics each metric of each entrant over all worlds
 * @param regrets how far each entrant stayed below the best known; none where no scenario has an oracle
 * @param usefulness whether what each entrant was rewarded for is of use
 * @param adjustmentGain how many times as many worlds would have been needed without taking out what the burn-in explains:
 *     the median over entrants of the ratio of variances of the difference to the control; NaN where nothing was taken out
 * @param conduct what the entrants did in all matches together, by name
 */
public record TournamentResult(
        TournamentPlan plan,
        List<MatchResult> matches,
        List<Yardstick> yardsticks,
        boolean isNormalised,
        Ranking ranking,
        List<ScenarioVerdicts> byScenario,
        List<MetricSummary> metrics,
        List<Regret> regrets,
        List<Usefulness> usefulness,
        double adjustmentGain,
        Map<String, Conduct> conduct) {

    /**
     * Puts the matches in order and analyses them; the same matches give the same result in whatever order they come.
     *
     * @param matches those of the plan's matches that were played
     */
    public static TournamentResult of(TournamentPlan plan, Collection<MatchResult> matches) {
        List<MatchResult> ordered = matches.stream()
                .sorted(Comparator.comparingInt(result -> result.match().index()))
                .toList();
        List<Yardstick> yardsticks = yardsticks(plan, ordered);
        boolean isNormalised = !yardsticks.isEmpty() && yardsticks.stream().allMatch(Yardstick::isUsable);
        ScoreTable scores = scores(plan, ordered, yardsticks, isNormalised);
        return new TournamentResult(
                plan,
                ordered,
                yardsticks,
                isNormalised,
                Ranking.of(scores, plan.confidenceLevel()),
                ScenarioVerdicts.of(scores, plan.confidenceLevel()),
                metrics(plan, ordered),
                Regret.of(plan, ordered),
                Usefulness.of(plan, ordered),
                adjustmentGain(plan, ordered),
                conduct(plan, ordered));
    }

    /**
     * Whether people, or sites, arrived in the variants in equal numbers, as planned, over all worlds; empty where variants have the
     * same people. Below p = 0.001 something is wrong with the assignment, and no difference can be trusted.
     */
    public Optional<SampleRatioTest> sampleRatio() {
        Map<String, Long> arrived = new LinkedHashMap<>();
        matches.forEach(match -> match.outcome()
                .assigned()
                .forEach((variant, people) -> arrived.merge(variant, (long) people, Long::sum)));
        if (arrived.isEmpty()) {
            return Optional.empty();
        }
        double[] equal = new double[arrived.size()];
        Arrays.fill(equal, 1);
        return Optional.of(SampleRatioTest.of(
                arrived.values().stream().mapToLong(Long::longValue).toArray(), equal));
    }

    /** Whether all planned matches were played. */
    public boolean isComplete() {
        return matches.size() == plan.matches().size();
    }

    /**
     * The score of a variant in one of the matches.
     *
     * @param variant the name of an entrant, or {@link TournamentPlan#CONTROL}
     */
    public double score(MatchResult match, String variant) {
        Yardstick yardstick = yardsticks.stream()
                .filter(each -> each.scenario().equals(match.match().scenario()))
                .findFirst()
                .orElseThrow();
        return score(match.outcome().variant(variant), yardstick, isNormalised);
    }

    private static double score(VariantOutcome outcome, Yardstick yardstick, boolean isNormalised) {
        return (outcome.value() - yardstick.zero())
                / (isNormalised ? yardstick.gain().estimate() : 1);
    }

    private static List<Yardstick> yardsticks(TournamentPlan plan, List<MatchResult> matches) {
        List<Yardstick> yardsticks = new ArrayList<>();
        for (String scenario : plan.scenarios()) {
            List<WorldOutcome> worlds = matches.stream()
                    .filter(result -> result.match().scenario().equals(scenario))
                    .map(MatchResult::outcome)
                    .toList();
            if (!worlds.isEmpty()) {
                Sample control = sample(worlds, world -> world.control().value());
                Sample gain = sample(
                        worlds,
                        world -> world.bestStatic().value() - world.control().plainValue());
                yardsticks.add(Yardstick.of(scenario, control, gain, plan.confidenceLevel()));
            }
        }
        return List.copyOf(yardsticks);
    }

    private static Sample sample(List<WorldOutcome> worlds, ToDoubleFunction<WorldOutcome> value) {
        return Sample.of(worlds.stream().mapToDouble(value).toArray());
    }

    private static ScoreTable scores(
            TournamentPlan plan, List<MatchResult> matches, List<Yardstick> yardsticks, boolean isNormalised) {
        Map<String, Yardstick> byScenario = new LinkedHashMap<>();
        yardsticks.forEach(yardstick -> byScenario.put(yardstick.scenario(), yardstick));
        List<String> strategies = new ArrayList<>(plan.entrants());
        strategies.add(TournamentPlan.CONTROL);
        ScoreTable.Builder table = ScoreTable.builder(
                TournamentPlan.CONTROL,
                strategies,
                plan.matches().stream().map(TournamentResult::world).toList());
        for (MatchResult result : matches) {
            ScoreTable.World world = world(result.match());
            Yardstick yardstick = Objects.requireNonNull(byScenario.get(world.scenario()));
            for (String strategy : strategies) {
                table.score(strategy, world, score(result.outcome().variant(strategy), yardstick, isNormalised));
            }
        }
        return table.build();
    }

    private static ScoreTable.World world(MatchSpec match) {
        return new ScoreTable.World(match.scenario(), match.seed());
    }

    private static List<MetricSummary> metrics(TournamentPlan plan, List<MatchResult> matches) {
        List<MetricSummary> summaries = new ArrayList<>();
        for (String entrant : plan.entrants()) {
            for (Metric metric : Metric.values()) {
                double[] control = values(matches, world -> world.control(), metric);
                double[] values = values(matches, world -> world.variant(entrant), metric);
                summaries.add(new MetricSummary(
                        entrant,
                        metric,
                        Sample.of(control).mean(),
                        Sample.of(values).mean(),
                        TTest.paired(values, control, plan.confidenceLevel())));
            }
        }
        return List.copyOf(summaries);
    }

    private static double adjustmentGain(TournamentPlan plan, List<MatchResult> matches) {
        double[] gains = plan.entrants().stream()
                .mapToDouble(entrant -> variance(matches, entrant, VariantOutcome::plainValue)
                        / variance(matches, entrant, VariantOutcome::value))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        boolean isAdjusted = matches.stream()
                .flatMap(match -> match.outcome().entrants().values().stream())
                .anyMatch(outcome -> outcome.value() != outcome.plainValue());
        return isAdjusted && gains.length > 0 ? gains[gains.length / 2] : Double.NaN;
    }

    private static double variance(List<MatchResult> matches, String entrant, ToDoubleFunction<VariantOutcome> value) {
        return Strata.of(
                        matches,
                        match -> value.applyAsDouble(match.outcome().variant(entrant))
                                - value.applyAsDouble(match.outcome().control()))
                .stream()
                .mapToDouble(sample -> sample.variance() / sample.n())
                .sum();
    }

    private static double[] values(
            List<MatchResult> matches, Function<WorldOutcome, VariantOutcome> variant, Metric metric) {
        return matches.stream()
                .mapToDouble(result -> Objects.requireNonNull(
                                variant.apply(result.outcome()).metrics().get(metric))
                        .value())
                .toArray();
    }

    private static Map<String, Conduct> conduct(TournamentPlan plan, List<MatchResult> matches) {
        Map<String, Conduct> sums = new LinkedHashMap<>();
        for (String entrant : plan.entrants()) {
            sums.put(
                    entrant,
                    matches.stream()
                            .map(result ->
                                    Objects.requireNonNull(result.conduct().get(entrant)))
                            .reduce(Conduct.NONE, Conduct::plus));
        }
        return sums;
    }
}
