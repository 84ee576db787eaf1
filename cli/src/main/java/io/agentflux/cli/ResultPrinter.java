package io.agentflux.cli;

import io.agentflux.config.ScenarioSpec;
import io.agentflux.config.TournamentSpec;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Yardstick;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.Conclusion;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Interval;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import picocli.CommandLine.Help.Ansi;

/** Prints the result of a tournament for people. */
final class ResultPrinter {

    private final PrintWriter out;
    private final Ansi ansi;

    ResultPrinter(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void print(TournamentSpec spec, TournamentResult result, Path folder, Duration took) {
        printHead(spec, result, took);
        printRanking(result);
        printVerdicts(result);
        printConduct(result);
        out.println();
        out.println(
                "Results: " + folder + "  (plan " + spec.planHash().substring(0, 12) + ", seed " + spec.seed() + ")");
    }

    private void printHead(TournamentSpec spec, TournamentResult result, Duration took) {
        if (!result.isComplete()) {
            println("@|bold,red PARTIAL|@ interrupted after %d of %d matches; every figure below rests on those alone"
                    .formatted(result.matches().size(), result.plan().matches().size()));
        }
        ScenarioSpec scenario = spec.scenarios().get(0);
        println("@|bold %s|@  %s design, %d scenario%s x %d seeds, %d people per variant, %d + %d days, %s"
                .formatted(
                        spec.name(),
                        spec.design().name().toLowerCase(Locale.ROOT),
                        spec.scenarios().size(),
                        spec.scenarios().size() == 1 ? "" : "s",
                        spec.replications(),
                        scenario.people(),
                        scenario.days(),
                        scenario.washoutDays(),
                        Durations.text(took)));
        if (result.isNormalised()) {
            println("Score: 0 = the default economy held (control), 1 = the best static economy known");
        } else {
            println(
                    "Score: the objective minus the control's (too few people or worlds to see the best economy's gain)");
        }
        for (Yardstick yardstick : result.yardsticks()) {
            println("  %s: control %.4f, best static %+.4f %s"
                    .formatted(
                            yardstick.scenario(),
                            yardstick.zero(),
                            yardstick.gain().estimate(),
                            interval(yardstick.gain(), "%+.4f")));
        }
        out.println();
    }

    private void printRanking(TournamentResult result) {
        String level = Math.round(100 * result.ranking().level()) + " %";
        Table table = new Table(ansi)
                .column("rank", Table.Align.LEFT)
                .column("strategy", Table.Align.LEFT)
                .column("score", Table.Align.RIGHT)
                .column(level + " interval", Table.Align.LEFT)
                .column("vs control", Table.Align.RIGHT)
                .column(level + " interval", Table.Align.LEFT)
                .column("p (Holm)", Table.Align.RIGHT)
                .column("group", Table.Align.LEFT);
        for (Standing standing : result.ranking().standings()) {
            Comparison comparison = standing.againstControl();
            table.row(
                    ranks(standing),
                    styled(standing),
                    figure("%.2f", standing.mean().estimate()),
                    interval(standing.mean(), "%.2f"),
                    comparison == null
                            ? ""
                            : figure("%+.2f", comparison.difference().estimate()),
                    comparison == null ? "" : interval(comparison.difference(), "%+.2f"),
                    comparison == null ? "" : probability(comparison.adjustedP()),
                    standing.letters());
        }
        table.lines().forEach(out::println);
        out.println();
        println(
                "Ranks are intervals that hold for all strategies at once; strategies that share a group letter were not told"
                        + " apart.");
        typicalPairingGain(result)
                .ifPresent(factor ->
                        println("Meeting in the same worlds made a typical difference %.0f times less variable than"
                                        .formatted(factor)
                                + " independent worlds would."));
        out.println();
    }

    /** The median over strategies that vary; one that runs wild would swamp a sum. */
    private static OptionalDouble typicalPairingGain(TournamentResult result) {
        double[] factors = result.ranking().standings().stream()
                .map(Standing::againstControl)
                .filter(Objects::nonNull)
                .mapToDouble(comparison -> comparison.gain().factor())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return factors.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(factors[factors.length / 2]);
    }

    private void printVerdicts(TournamentResult result) {
        for (Standing standing : result.ranking().standings()) {
            if (!standing.control()) {
                println(styled(standing) + " is " + standing.verdict());
            }
        }
        out.println();
    }

    private void printConduct(TournamentResult result) {
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
        return String.format(Locale.ROOT, "%.1f", (double) sum / matches);
    }

    private static String ranks(Standing standing) {
        int low = standing.rankInterval().low();
        int high = standing.rankInterval().high();
        return (low == high ? String.valueOf(low) : low + "-" + high) + (standing.tied() ? "=" : "");
    }

    private static String styled(Standing standing) {
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            return "@|faint " + standing.strategy() + "|@";
        }
        return comparison.conclusion() == Conclusion.BETTER
                ? "@|green " + standing.strategy() + "|@"
                : comparison.conclusion() == Conclusion.WORSE
                        ? "@|red " + standing.strategy() + "|@"
                        : standing.strategy();
    }

    private static String interval(Interval interval, String format) {
        return Double.isFinite(interval.low()) && Double.isFinite(interval.high())
                ? "[" + figure(format, interval.low()) + ", " + figure(format, interval.high()) + "]"
                : "[unknown]";
    }

    private static String figure(String format, double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, format, value);
        return text.matches("-0\\.0*") ? text.substring(1) : text;
    }

    private static String probability(double p) {
        if (!Double.isFinite(p)) {
            return "-";
        }
        return p >= 0.001 ? String.format(Locale.ROOT, "%.3f", p) : String.format(Locale.ROOT, "%.0e", p);
    }

    private void println(String markup) {
        out.println(ansi.string(markup));
    }
}
