package io.agentflux.orchestrator.report;

import io.agentflux.arena.Metric;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.MetricSummary;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Usefulness;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.Conclusion;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A tournament's result as one page to be opened in a browser. It holds its style and its charts, needs no network and no script,
 * and is well-formed XML. Equal arguments give equal bytes on every machine and Java version.
 */
public final class HtmlReport {

    private static final int METRIC_DECIMALS = 3;
    private static final int LONG_FACT = 55;

    private final TournamentResult result;
    private final TournamentPlan plan;
    private final StandingText words;
    private final Markup page;

    private HtmlReport(TournamentResult result) {
        this.result = result;
        plan = result.plan();
        words = StandingText.of(result);
        page = PageStyle.begin(plan.name() + " - AgentFlux tournament");
    }

    /**
     * The page.
     *
     * @param description what the tournament is for; may be empty
     * @param facts what else the plan says, by name, in the order in which it is shown
     * @param command what to type for the same result again
     */
    public static String of(TournamentResult result, String description, Map<String, String> facts, String command) {
        HtmlReport report = new HtmlReport(result);
        OracleSections oracles = new OracleSections(result, report.page);
        report.head(description, facts);
        report.answers();
        report.ranking();
        report.charts();
        report.byScenario();
        oracles.regrets();
        report.usefulness();
        report.metrics();
        report.conduct();
        oracles.yardsticks();
        report.caveats();
        report.reproduction(command);
        return PageStyle.end(report.page);
    }

    private void head(String description, Map<String, String> facts) {
        page.begin("header")
                .element("p", "AgentFlux tournament", "class", "kicker")
                .element("h1", plan.name());
        if (!description.isBlank()) {
            page.element("p", description);
        }
        if (!result.isComplete()) {
            page.begin("p", "class", "alarm")
                    .element("strong", "Partial result. ")
                    .text("The tournament was interrupted after "
                            + result.matches().size() + " of "
                            + plan.matches().size()
                            + " matches. Every figure below rests on those alone, and a decision to stop that was taken with"
                            + " the figures in view makes intervals and p-values too confident.")
                    .end();
        }
        page.begin("dl", "class", "facts");
        facts.forEach(this::fact);
        result.sampleRatio().ifPresent(test -> fact("Sample-ratio check", StandingText.sampleRatio(test)));
        page.end().end();
    }

    private void fact(String name, String value) {
        page.begin("div", "class", value.length() > LONG_FACT ? "wide" : "short")
                .element("dt", name)
                .element("dd", value)
                .end();
    }

    private void answers() {
        page.begin("section").element("h2", "Is it better than doing nothing?");
        page.element(
                "p",
                "Doing nothing is the control: it holds the default economy. Figures: the difference to it with its "
                        + FigureText.percent(result.ranking().level())
                        + " interval, the p-value adjusted for all strategies, and in how many worlds it came out ahead.");
        page.begin("div", "class", "answers");
        for (Standing standing : result.ranking().standings()) {
            if (!standing.control()) {
                page.begin("article", "class", style(standing))
                        .element("p", standing.strategy(), "class", "name")
                        .element("p", sign(standing) + " " + words.answer(standing), "class", "verdict")
                        .element("p", words.grounds(standing), "class", "grounds")
                        .end();
            }
        }
        page.end().end();
    }

    private void ranking() {
        String level = FigureText.percent(result.ranking().level());
        page.begin("section").element("h2", "Ranking");
        page.beginTable(
                "Rank", "Strategy", "#Score", level + " interval", "#p (Holm)", "Group", "Against doing nothing");
        for (Standing standing : result.ranking().standings()) {
            Comparison comparison = standing.againstControl();
            page.begin("tr", "class", style(standing))
                    .element("td", words.ranks(standing))
                    .element("th", standing.strategy(), "scope", "row")
                    .element("td", FigureText.fixed(standing.mean().estimate(), words.decimals()), "class", "n")
                    .element("td", comparison == null ? "" : interval(comparison.difference()))
                    .element(
                            "td",
                            comparison == null ? "" : FigureText.probability(words.adjustedP(comparison)),
                            "class",
                            "n")
                    .element("td", standing.letters())
                    .element("td", words.answer(standing), "class", "said")
                    .end();
        }
        page.endTable();
        page.element(
                "p",
                "Ranks are intervals that hold for all strategies at once with " + level
                        + " confidence; = marks equal means. The interval is that of the difference to the"
                        + " control in the same worlds. Strategies that share a group letter were not told apart when all pairs"
                        + " are compared, which asks for more evidence than the comparison with the control alone.");
        gains();
        page.end();
    }

    private void gains() {
        result.ranking()
                .typicalPairingGain()
                .ifPresent(factor -> page.element(
                        "p",
                        "Sharing worlds is worth " + FigureText.fixed(factor, 1)
                                + " times as many worlds: the variance of a difference would be so many times as large if"
                                + " every strategy met worlds of its own (the median over strategies)."));
        if (Double.isFinite(result.adjustmentGain())) {
            page.element(
                    "p",
                    "Taking out what the burn-in explains is worth " + FigureText.fixed(result.adjustmentGain(), 1)
                            + " times as many worlds, likewise.");
        }
    }

    private void charts() {
        ScoreCharts charts = new ScoreCharts(result, words.decimals());
        page.begin("section").element("h2", "How sure are we?");
        charts.forest(page);
        page.end().begin("section").element("h2", "Scores in every world");
        result.yardsticks().forEach(yardstick -> charts.strip(page, yardstick.scenario()));
        page.end();
    }

    private void byScenario() {
        if (result.byScenario().size() < 2) {
            return;
        }
        page.begin("section").element("h2", "Scenario by scenario");
        page.element(
                "p",
                "The difference to the control in each scenario. Coloured where it is better or worse than doing nothing, all"
                        + " of these verdicts holding together with "
                        + FigureText.percent(plan.confidenceLevel()) + " confidence.");
        List<String> heads = new ArrayList<>(List.of("Scenario"));
        plan.entrants().forEach(entrant -> heads.add("#" + entrant));
        page.beginTable(heads.toArray(String[]::new));
        for (ScenarioVerdicts verdicts : result.byScenario()) {
            page.begin("tr").element("th", verdicts.scenario(), "scope", "row");
            for (Comparison comparison : verdicts.comparisons()) {
                page.element(
                        "td",
                        FigureText.signed(comparison.difference().estimate(), words.decimals()),
                        "class",
                        "n " + style(comparison.conclusion()));
            }
            page.end();
        }
        page.endTable();
        page.end();
    }

    private void usefulness() {
        page.begin("section").element("h2", "Is it useful, too?");
        page.element(
                "p",
                "Strategies see metrics. What the scans are worth to those who need them is hidden from them and known to the"
                        + " judge alone. The gap is by how much more, relative to the control, the objective rose than the"
                        + " usefulness did: above zero, the strategy served the objective better than its purpose.");
        page.beginTable("Strategy", "#Usefulness per person and day", "Change", "Gap");
        for (Usefulness usefulness : result.usefulness()) {
            page.begin("tr")
                    .element("th", usefulness.entrant(), "scope", "row")
                    .element("td", FigureText.fixed(usefulness.value(), METRIC_DECIMALS), "class", "n");
            difference(usefulness.test().difference());
            page.element("td", FigureText.percents(usefulness.gap())).end();
        }
        page.endTable();
        page.end();
    }

    private void metrics() {
        page.begin("section").element("h2", "What it did to the people");
        page.element(
                "p",
                "Each metric over the days in which strategies acted, as the difference to the control, with its "
                        + FigureText.percent(plan.confidenceLevel())
                        + " interval over worlds. Coloured where the interval leaves zero out; nothing is adjusted for the number"
                        + " of comparisons here, so some do so by chance.");
        List<String> heads = List.of(Metric.values()).stream()
                .map(metric -> "#" + metricName(metric))
                .collect(Collectors.toList());
        heads.add(0, "Strategy");
        page.beginTable(heads.toArray(String[]::new));
        Map<Metric, MetricSummary> first = summaries(plan.entrants().get(0));
        page.begin("tr", "class", "control").element("th", "control, its value", "scope", "row");
        for (Metric metric : Metric.values()) {
            page.element("td", FigureText.fixed(of(first, metric).control(), METRIC_DECIMALS), "class", "n");
        }
        page.end();
        for (String entrant : plan.entrants()) {
            Map<Metric, MetricSummary> summaries = summaries(entrant);
            page.begin("tr").element("th", entrant, "scope", "row");
            for (Metric metric : Metric.values()) {
                difference(of(summaries, metric).test().difference());
            }
            page.end();
        }
        page.endTable();
        page.end();
    }

    private void difference(Interval difference) {
        boolean apart = difference.low() > 0 || difference.high() < 0;
        page.begin("td", "class", apart ? "n apart" : "n")
                .text(FigureText.signed(difference.estimate(), METRIC_DECIMALS))
                .element("small", FigureText.interval(difference, METRIC_DECIMALS))
                .end();
    }

    private Map<Metric, MetricSummary> summaries(String entrant) {
        return result.metrics().stream()
                .filter(summary -> summary.entrant().equals(entrant))
                .collect(Collectors.toMap(MetricSummary::metric, summary -> summary));
    }

    private static MetricSummary of(Map<Metric, MetricSummary> summaries, Metric metric) {
        return Objects.requireNonNull(summaries.get(metric));
    }

    private static String metricName(Metric metric) {
        String words = metric.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("xp", "XP");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void conduct() {
        page.begin("section").element("h2", "What the strategies did");
        page.element(
                "p",
                "Per match, on average. Held: looked and proposed nothing. Clamped: accepted, but a value was cut"
                        + " back by a guardrail. Refused: not accepted.");
        page.beginTable("Strategy", "#Cycles", "#Held", "#Accepted", "#Of these clamped", "#Refused", "#Failed cycles");
        int matches = Math.max(1, result.matches().size());
        result.conduct().forEach((entrant, conduct) -> {
            page.begin("tr").element("th", entrant, "scope", "row");
            for (int count : new int[] {
                conduct.cycles(),
                conduct.held(),
                conduct.accepted(),
                conduct.clamped(),
                conduct.rejections(),
                conduct.failedCycles()
            }) {
                page.element("td", FigureText.fixed((double) count / matches, 1), "class", "n");
            }
            page.end();
        });
        page.endTable();
        result.conduct().forEach((entrant, conduct) -> {
            if (conduct.rejections() > 0) {
                page.element("p", entrant + " was refused, in all matches together: " + reasons(conduct) + ".");
            }
            if (conduct.failure() != null) {
                page.begin("p", "class", "alarm")
                        .element("strong", entrant + " stopped early. ")
                        .text(conduct.failure())
                        .end();
            }
        });
        page.end();
    }

    private static String reasons(Conduct conduct) {
        return conduct.rejected().entrySet().stream()
                .map(reason -> reason.getKey() + " " + reason.getValue() + " times")
                .collect(Collectors.joining(", "));
    }

    private void caveats() {
        page.begin("section").element("h2", "What not to conclude").begin("ul");
        List.of(
                        "The people are simulated. The ranking says which strategy does better in this model of people; it is"
                                + " no evidence about people, and no reason to treat real ones like this.",
                        "Uncertainty is over worlds of the scenarios played. Nothing is said about other scenarios.",
                        "Not told apart does not mean equal: it means that these worlds do not show a difference. More"
                                + " replications narrow the intervals.",
                        "A p-value is the probability of so large a difference if there were none, adjusted by Holm's method for"
                                + " the number of strategies; it is not the probability that a strategy is better.",
                        "The objective is one choice of what is good, with weights from the plan. Other weights give other"
                                + " rankings.")
                .forEach(caveat -> page.element("li", caveat));
        page.end().end();
    }

    private void reproduction(String command) {
        page.begin("section").element("h2", "The same result again");
        page.element(
                "p", "The same plan gives the same bytes, whatever the number of workers and the version of Java.");
        page.begin("pre").element("code", command).end();
        page.begin("dl", "class", "facts");
        fact("Seed", String.valueOf(plan.seed()));
        fact("Plan (SHA-256)", plan.hash());
        page.end().end();
    }

    private String interval(Interval interval) {
        return FigureText.interval(interval, words.decimals());
    }

    static String style(Standing standing) {
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            return "control";
        }
        return style(comparison.conclusion());
    }

    private static String style(Conclusion conclusion) {
        return switch (conclusion) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case NOT_DISTINGUISHABLE, UNDECIDABLE -> "open";
        };
    }

    private static String sign(Standing standing) {
        return switch (style(standing)) {
            case "better" -> "\u25b2";
            case "worse" -> "\u25bc";
            default -> "\u25cf";
        };
    }
}
