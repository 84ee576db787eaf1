package io.agentflux.orchestrator.report;

import io.agentflux.arena.Metric;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.Regret;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Usefulness;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tournament's result as comma-separated values by RFC 4180 but for lines that end in a line feed, with a header line.
 * Numbers as in {@link JsonExport}; what is no finite number is left empty.
 */
public final class CsvExport {

    private static final List<String> RANKING_HEADER = List.of(
            "rank",
            "strategy",
            "tied",
            "rank_low",
            "rank_high",
            "tie_group",
            "worlds",
            "score",
            "score_low",
            "score_high",
            "difference",
            "difference_low",
            "difference_high",
            "p",
            "p_holm",
            "p_holm_sign_flip",
            "interquartile_mean",
            "optimality_gap",
            "probability_of_improvement",
            "verdict",
            "regret_static",
            "regret_static_low",
            "regret_static_high",
            "regret_sequence",
            "regret_sequence_low",
            "regret_sequence_high",
            "usefulness_difference",
            "usefulness_difference_low",
            "usefulness_difference_high",
            "goodhart_gap",
            "goodhart_gap_low",
            "goodhart_gap_high");

    private final StringBuilder text = new StringBuilder();

    private CsvExport() {}

    /** The ranking, a line for each strategy, best first. */
    public static String ranking(TournamentResult result) {
        CsvExport csv = new CsvExport();
        csv.line(RANKING_HEADER);
        result.ranking().standings().forEach(standing -> csv.standing(result, standing));
        return csv.text.toString();
    }

    private void standing(TournamentResult result, Standing standing) {
        Comparison comparison = standing.againstControl();
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(standing.rank()),
                standing.strategy(),
                String.valueOf(standing.tied()),
                String.valueOf(standing.rankInterval().low()),
                String.valueOf(standing.rankInterval().high()),
                standing.letters(),
                String.valueOf(standing.worlds()),
                Figures.text(standing.mean().estimate()),
                Figures.text(standing.mean().low()),
                Figures.text(standing.mean().high())));
        if (comparison == null) {
            cells.addAll(List.of("", "", "", "", "", ""));
        } else {
            cells.add(Figures.text(comparison.difference().estimate()));
            cells.add(Figures.text(comparison.difference().low()));
            cells.add(Figures.text(comparison.difference().high()));
            cells.add(Figures.text(comparison.test().pValue()));
            cells.add(Figures.text(comparison.adjustedP()));
            cells.add(Figures.text(comparison.adjustedSignFlipP()));
        }
        cells.add(Figures.text(standing.interquartileMean().estimate()));
        cells.add(Figures.text(standing.optimalityGap().estimate()));
        cells.add(Figures.text(standing.improvement().estimate()));
        cells.add(standing.verdict());
        Optional<Regret> regret = result.regrets().stream()
                .filter(each -> each.entrant().equals(standing.strategy()))
                .findFirst();
        Optional<Usefulness> usefulness = result.usefulness().stream()
                .filter(each -> each.entrant().equals(standing.strategy()))
                .findFirst();
        cells.addAll(interval(regret.map(Regret::toStatic)));
        cells.addAll(interval(regret.map(Regret::toSequence)));
        cells.addAll(interval(usefulness.map(each -> each.test().difference())));
        cells.addAll(interval(usefulness.map(Usefulness::gap)));
        line(cells);
    }

    private static List<String> interval(Optional<Interval> interval) {
        return interval.map(each ->
                        List.of(Figures.text(each.estimate()), Figures.text(each.low()), Figures.text(each.high())))
                .orElse(List.of("", "", ""));
    }

    /** Every strategy against the control in every scenario, a line for each, with p-values adjusted over all lines. */
    public static String scenarios(TournamentResult result) {
        CsvExport csv = new CsvExport();
        csv.line(List.of(
                "scenario",
                "strategy",
                "worlds",
                "difference",
                "difference_low",
                "difference_high",
                "p",
                "p_holm",
                "conclusion"));
        for (ScenarioVerdicts verdicts : result.byScenario()) {
            for (Comparison comparison : verdicts.comparisons()) {
                List<String> cells = new ArrayList<>(
                        List.of(verdicts.scenario(), comparison.first(), String.valueOf(comparison.worlds())));
                cells.addAll(interval(Optional.of(comparison.difference())));
                cells.add(Figures.text(comparison.test().pValue()));
                cells.add(Figures.text(comparison.adjustedP()));
                cells.add(comparison.conclusion().name());
                csv.line(cells);
            }
        }
        return csv.text.toString();
    }

    /** The matches, a line for each match and variant, in the order of the plan. */
    public static String matches(TournamentResult result) {
        CsvExport csv = new CsvExport();
        List<String> header = new ArrayList<>(List.of(
                "match",
                "scenario",
                "replicate",
                "seed",
                "variant",
                "value",
                "plain_value",
                "horizon_value",
                "washout_value",
                "usefulness"));
        for (Metric metric : Metric.values()) {
            header.add(metric.name());
        }
        header.addAll(List.of("cycles", "failed_cycles", "held", "accepted", "clamped", "rejected"));
        csv.line(header);
        for (MatchResult match : result.matches()) {
            csv.variant(match, TournamentPlan.CONTROL, match.outcome().control(), null);
            match.outcome()
                    .entrants()
                    .forEach((entrant, outcome) ->
                            csv.variant(match, entrant, outcome, match.conduct().get(entrant)));
        }
        return csv.text.toString();
    }

    private void variant(MatchResult result, String variant, VariantOutcome outcome, @Nullable Conduct conduct) {
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(result.match().index()),
                result.match().scenario(),
                String.valueOf(result.match().replicate()),
                String.valueOf(result.match().seed()),
                variant,
                Figures.text(outcome.value()),
                Figures.text(outcome.plainValue()),
                Figures.text(outcome.horizonValue()),
                Figures.text(outcome.washoutValue()),
                Figures.text(outcome.usefulness())));
        for (Metric metric : Metric.values()) {
            MetricOutcome value = outcome.metrics().get(metric);
            cells.add(value == null ? "" : Figures.text(value.value()));
        }
        if (conduct == null) {
            cells.addAll(List.of("", "", "", "", "", ""));
        } else {
            cells.add(String.valueOf(conduct.cycles()));
            cells.add(String.valueOf(conduct.failedCycles()));
            cells.add(String.valueOf(conduct.held()));
            cells.add(String.valueOf(conduct.accepted()));
            cells.add(String.valueOf(conduct.clamped()));
            cells.add(String.valueOf(conduct.rejections()));
        }
        line(cells);
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(CsvExport::quoted).collect(Collectors.joining(",", "", "\n")));
    }

    private static String quoted(String cell) {
        boolean special = cell.chars().anyMatch(letter -> letter == ',' || letter == '"' || letter == '\n');
        return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
