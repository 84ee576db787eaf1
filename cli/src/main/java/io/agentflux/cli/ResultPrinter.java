package io.agentflux.cli;

import io.agentflux.config.ScenarioSpec;
import io.agentflux.config.TournamentSpec;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.Regret;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Usefulness;
import io.agentflux.orchestrator.Yardstick;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.Conclusion;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.orchestrator.report.StandingText;
import io.agentflux.statistics.Interval;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Prints the result of a tournament for people. */
final class ResultPrinter {

    private static final int KEY_WIDTH = 10;

    private final PrintWriter out;
    private final Ansi ansi;
    private final TournamentSpec spec;
    private final TournamentResult result;
    private final StandingText words;

    ResultPrinter(PrintWriter out, Ansi ansi, TournamentSpec spec, TournamentResult result) {
        this.out = out;
        this.ansi = ansi;
        this.spec = spec;
        this.result = result;
        words = StandingText.of(result);
    }

    void print(ResultFolder folder, Duration took) {
        printHead(took);
        printRanking();
        printAnswers();
        printScenarios();
        printRegrets();
        printUsefulness();
        printConduct();
        out.println();
        out.println("Report:  " + folder.report());
        out.println(
                "Results: " + folder + "  (plan " + spec.planHash().substring(0, 12) + ", seed " + spec.seed() + ")");
    }

    private void printHead(Duration took) {
        if (!result.isComplete()) {
            println("@|bold,red PARTIAL|@ interrupted after %d of %d matches; every figure below rests on those alone"
                    .formatted(result.matches().size(), result.plan().matches().size()));
        }
        println("@|bold %s|@  %s, %s design, %s people per variant"
                .formatted(
                        spec.name(),
                        PlanFacts.worlds(spec),
                        PlanFacts.word(spec.design()),
                        PlanFacts.inEach(spec, ScenarioSpec::people)));
        println("%s, played in %s".formatted(PlanFacts.days(spec), Durations.text(took)));
        out.println();
    }

    private void printRanking() {
        Table table = new Table(ansi)
                .column("rank", Table.Align.LEFT)
                .column("strategy", Table.Align.LEFT)
                .column("score", Table.Align.RIGHT)
                .column(FigureText.percent(result.ranking().level()) + " interval", Table.Align.RIGHT)
                .column("p (Holm)", Table.Align.RIGHT)
                .column("group", Table.Align.LEFT);
        for (Standing standing : result.ranking().standings()) {
            Comparison comparison = standing.againstControl();
            table.row(
                    words.ranks(standing),
                    styled(standing, standing.strategy()),
                    FigureText.signed(standing.mean().estimate(), words.decimals()),
                    comparison == null ? "" : FigureText.interval(comparison.difference(), words.decimals()),
                    comparison == null ? "" : FigureText.probability(words.adjustedP(comparison)),
                    standing.letters());
        }
        table.lines().forEach(out::println);
        out.println();
        printKey();
        out.println();
    }

    private void printKey() {
        key(
                "score",
                result.isNormalised()
                        ? "0 is doing nothing (the control), 1 is the best static economy known"
                        : "the objective less the control's; the best economy's gain does not show");
        for (Yardstick yardstick : result.yardsticks()) {
            key(
                    "",
                    "(%s: 0 is %s, 1 is %s %s more)"
                            .formatted(
                                    yardstick.scenario(),
                                    FigureText.fixed(yardstick.zero(), 4),
                                    FigureText.fixed(yardstick.gain().estimate(), 4),
                                    FigureText.interval(yardstick.gain(), 4)));
        }
        result.plan().benchmarks().stream()
                .filter(benchmark -> !benchmark.isOracle())
                .forEach(benchmark -> keyLines("(" + benchmark.scenario() + ": " + benchmark.origin() + ")"));
        key("interval", "of the difference to the control in the same worlds");
        key("p (Holm)", "of such a difference by chance alone, adjusted for the number of strategies");
        key("rank", "what it may truly be, for all strategies at once; = marks equal means");
        key("group", "strategies that share a letter are not told apart, all being compared");
        result.sampleRatio().ifPresent(test -> key("sizes", StandingText.sampleRatio(test)));
        result.ranking()
                .typicalPairingGain()
                .ifPresent(factor -> key(
                        "pairing",
                        "sharing worlds is worth %s times as many worlds, typically"
                                .formatted(FigureText.fixed(factor, 1))));
        if (Double.isFinite(result.adjustmentGain())) {
            key(
                    "burn-in",
                    "taking out what the burn-in explains is worth %s times as many worlds, typically"
                            .formatted(FigureText.fixed(result.adjustmentGain(), 1)));
        }
    }

    private void keyLines(String meaning) {
        Paragraph.lines(meaning, KEY_WIDTH).forEach(out::println);
    }

    private void key(String term, String meaning) {
        println("@|faint %s|@%s%s".formatted(term, " ".repeat(KEY_WIDTH - term.length()), meaning));
    }

    private void printAnswers() {
        println("@|bold better than doing nothing?|@");
        Table table = new Table(ansi)
                .column("", Table.Align.LEFT)
                .column("", Table.Align.LEFT)
                .column("", Table.Align.LEFT);
        for (Standing standing : result.ranking().standings()) {
            if (!standing.control()) {
                table.row(standing.strategy(), styled(standing, words.briefly(standing)), words.grounds(standing));
            }
        }
        table.lines().stream().skip(1).forEach(out::println);
        out.println();
    }

    private void printScenarios() {
        if (result.byScenario().size() < 2) {
            return;
        }
        println("@|bold scenario by scenario|@ against doing nothing, all verdicts together at "
                + FigureText.percent(result.ranking().level()));
        int width = result.byScenario().stream()
                .mapToInt(verdicts -> verdicts.scenario().length())
                .max()
                .orElse(0);
        for (ScenarioVerdicts verdicts : result.byScenario()) {
            String name = verdicts.scenario();
            strategies(name + " ".repeat(width - name.length()), "better", "green", verdicts, Conclusion.BETTER);
            strategies(" ".repeat(width), "worse ", "red", verdicts, Conclusion.WORSE);
        }
        out.println();
    }

    private void strategies(String head, String word, String colour, ScenarioVerdicts verdicts, Conclusion conclusion) {
        List<String> names = verdicts.strategies(conclusion);
        String text = names.isEmpty() ? "none" : String.join(", ", names);
        int indent = head.length() + 2 + word.length() + 2;
        List<String> lines = Paragraph.lines(text, indent);
        println(head + "  @|" + colour + " " + word + "|@  " + lines.get(0).strip());
        lines.stream().skip(1).forEach(out::println);
    }

    private void printRegrets() {
        if (result.regrets().isEmpty()) {
            println("@|bold how far from the best?|@ cannot be told: no scenario of this tournament has an oracle");
            out.println();
            return;
        }
        println("@|bold how far from the best?|@ objective per day that the oracle won more in the same worlds"
                + exceptions());
        Table table = new Table(ansi)
                .column("", Table.Align.LEFT)
                .column("held from the first day", Table.Align.LEFT)
                .column("sequence under the same guardrails", Table.Align.LEFT)
                .column("left to win", Table.Align.RIGHT);
        for (Regret regret : result.regrets()) {
            table.row(
                    regret.entrant(),
                    signedInterval(regret.toStatic()),
                    signedInterval(regret.toSequence()),
                    FigureText.fixed(100 * regret.share(), 0) + " %");
        }
        table.lines().forEach(out::println);
        out.println();
    }

    private String exceptions() {
        String without = result.yardsticks().stream()
                .map(Yardstick::scenario)
                .filter(scenario -> !result.plan().hasOracle(scenario))
                .collect(Collectors.joining(", "));
        return without.isEmpty() ? "" : "; not counting " + without;
    }

    private static String signedInterval(Interval interval) {
        return FigureText.signed(interval.estimate(), 4) + " " + FigureText.interval(interval, 4);
    }

    private void printUsefulness() {
        println("@|bold is it useful, too?|@ hidden usefulness, and how much more the objective rose than it did");
        Table table = new Table(ansi)
                .column("", Table.Align.LEFT)
                .column("per day", Table.Align.RIGHT)
                .column("difference to the control", Table.Align.LEFT)
                .column("gap", Table.Align.LEFT);
        for (Usefulness usefulness : result.usefulness()) {
            table.row(
                    usefulness.entrant(),
                    FigureText.fixed(usefulness.value(), 3),
                    signedInterval(usefulness.test().difference()),
                    FigureText.percents(usefulness.gap()));
        }
        table.lines().forEach(out::println);
        out.println();
    }

    private void printConduct() {
        Table table = new Table(ansi)
                .column("per match", Table.Align.LEFT)
                .column("cycles", Table.Align.RIGHT)
                .column("held", Table.Align.RIGHT)
                .column("accepted", Table.Align.RIGHT)
                .column("clamped", Table.Align.RIGHT)
                .column("refused", Table.Align.RIGHT)
                .column("failed", Table.Align.RIGHT);
        int matches = Math.max(1, result.matches().size());
        result.conduct().forEach((entrant, conduct) -> table.row(row(entrant, conduct, matches)));
        table.lines().forEach(out::println);
        result.conduct().forEach((entrant, conduct) -> {
            if (conduct.failure() != null) {
                println("@|red " + entrant + " stopped early:|@ " + conduct.failure());
            }
        });
    }

    private static String[] row(String entrant, Conduct conduct, int matches) {
        return new String[] {
            entrant,
            perMatch(conduct.cycles(), matches),
            perMatch(conduct.held(), matches),
            perMatch(conduct.accepted(), matches),
            perMatch(conduct.clamped(), matches),
            perMatch(conduct.rejections(), matches),
            perMatch(conduct.failedCycles(), matches)
        };
    }

    private static String perMatch(int sum, int matches) {
        return FigureText.fixed((double) sum / matches, 1);
    }

    private static String styled(Standing standing, String text) {
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            return "@|faint " + text + "|@";
        }
        return switch (comparison.conclusion()) {
            case BETTER -> "@|green " + text + "|@";
            case WORSE -> "@|red " + text + "|@";
            case NOT_DISTINGUISHABLE, UNDECIDABLE -> text;
        };
    }

    private void println(String markup) {
        out.println(ansi.string(markup));
    }
}
