package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.metrics.BehaviourSelfTest;
import io.agentflux.sandbox.metrics.PopulationSelfTest;
import io.agentflux.sandbox.metrics.PopulationSelfTest.Check;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks what the project claims about itself. */
@Command(
        name = "selftest",
        description = "Check, by many simulated experiments, that results mean what they say.",
        mixinStandardHelpOptions = true)
final class SelfTestCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Say what to test: population");
    }

    @Command(
            name = "population",
            description =
                    "Do simulated people behave as claimed, do experiments with them raise false alarms as often as they"
                            + " should, and do intervals cover the truth? Exit code 1 if a check fails.",
            mixinStandardHelpOptions = true)
    int population(
            @Option(
                            names = "--experiments",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "How many experiments of each kind; ${DEFAULT-VALUE} by default.")
                    int experiments,
            @Option(names = "--json", description = "Print as JSON.") boolean json) {
        if (experiments < 1) {
            throw new ParameterException(
                    command.commandLine(), "--experiments is " + experiments + "; give at least 1");
        }
        Map<String, List<Check>> parts = new LinkedHashMap<>();
        parts.put("Under the default economy, in bands that were aimed at", BehaviourSelfTest.plausibility());
        parts.put("Each lever is best inside its range, and matters", BehaviourSelfTest.optima());
        parts.put("Effects come late, turn round, and cannot be pumped", BehaviourSelfTest.effects());
        parts.put("The same people under two economies differ by the effect alone", BehaviourSelfTest.pairing());
        parts.put(
                "Experiments without an effect: alarms at 5 %, p-values uniform",
                PopulationSelfTest.falseAlarms(experiments));
        parts.put("Experiments with a known effect: 95 % intervals", PopulationSelfTest.coverage(experiments));
        List<Check> checks = parts.values().stream().flatMap(List::stream).toList();
        PrintWriter out = command.commandLine().getOut();
        long failed = checks.stream().filter(check -> !check.passed()).count();
        if (json) {
            out.print(CanonicalJson.write(
                    checks.stream().map(SelfTestCommand::asMap).toList()));
        } else {
            parts.forEach((title, part) -> print(out, title, part));
            out.println(
                    failed == 0
                            ? "All " + checks.size() + " checks passed, with " + experiments
                                    + " experiments of each kind."
                            : failed + " of " + checks.size() + " checks failed.");
        }
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(PrintWriter out, String title, List<Check> checks) {
        Table table = new Table(command.commandLine().getColorScheme().ansi())
                .column(title, Table.Align.LEFT)
                .column("measured", Table.Align.RIGHT)
                .column("right", Table.Align.LEFT)
                .column("", Table.Align.LEFT);
        for (Check check : checks) {
            table.row(
                    check.name(),
                    figure(check.measured()),
                    check.most() == Double.MAX_VALUE
                            ? "from " + figure(check.least())
                            : figure(check.least()) + " to " + figure(check.most()),
                    check.passed() ? "@|green passed|@" : "@|red FAILED|@");
        }
        table.lines().forEach(out::println);
        out.println();
    }

    /** Four significant places are enough for a band, and a count needs none. */
    private static String figure(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return FigureText.fixed(value, 0);
        }
        return FigureText.fixed(value, Math.abs(value) < 10 ? 4 : 1);
    }

    private static Map<String, Object> asMap(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", check.name());
        map.put("measured", check.measured());
        map.put("least", check.least());
        if (check.most() != Double.MAX_VALUE) {
            map.put("most", check.most());
        }
        map.put("passed", check.passed());
        return map;
    }
}
