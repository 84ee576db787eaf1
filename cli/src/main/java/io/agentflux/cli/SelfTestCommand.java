package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.metrics.PopulationSelfTest;
import io.agentflux.sandbox.metrics.PopulationSelfTest.Check;
import java.io.PrintWriter;
import java.util.ArrayList;
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
                    "Do experiments with simulated people raise false alarms as often as they should, and do intervals"
                            + " cover the truth? Exit code 1 if a check fails.",
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
        List<Check> checks = new ArrayList<>(PopulationSelfTest.falseAlarms(experiments));
        checks.addAll(PopulationSelfTest.coverage(experiments));
        PrintWriter out = command.commandLine().getOut();
        long failed = checks.stream().filter(check -> !check.passed()).count();
        if (json) {
            out.print(CanonicalJson.write(
                    checks.stream().map(SelfTestCommand::asMap).toList()));
        } else {
            Table table = new Table(command.commandLine().getColorScheme().ansi())
                    .column("check", Table.Align.LEFT)
                    .column("measured", Table.Align.RIGHT)
                    .column("right", Table.Align.LEFT)
                    .column("", Table.Align.LEFT);
            for (Check check : checks) {
                table.row(
                        check.name(),
                        FigureText.fixed(check.measured(), 4),
                        FigureText.fixed(check.least(), 4) + " to " + FigureText.fixed(check.most(), 4),
                        check.passed() ? "@|green passed|@" : "@|red FAILED|@");
            }
            table.lines().forEach(out::println);
            out.println();
            out.println(
                    failed == 0
                            ? "All " + checks.size() + " checks passed, with " + experiments
                                    + " experiments of each kind."
                            : failed + " of " + checks.size() + " checks failed.");
        }
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static Map<String, Object> asMap(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", check.name());
        map.put("measured", check.measured());
        map.put("least", check.least());
        map.put("most", check.most());
        map.put("passed", check.passed());
        return map;
    }
}
