package io.agentflux.cli;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioSweep;
import io.agentflux.sandbox.population.ScenarioSweep.Optimum;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows where each lever is best in a scenario. */
@Command(
        name = "optima",
        description =
                "Sweep each lever of a scenario by itself, and show where it is best: inside its range, or at an end.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorldOptimaCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SCENARIO", description = "A built-in scenario; 'agentflux world list' shows them.")
    private String name;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "4096",
            description = "How many people live through it; ${DEFAULT-VALUE} by default.")
    private int people;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Which people; 1 by default.")
    private long seed;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Scenario scenario = WorldCommand.scenario(name, command);
        if (people < 1) {
            throw new ParameterException(command.commandLine(), "--people is " + people + "; give at least 1");
        }
        ScenarioSweep sweep = ScenarioSweep.of(scenario, seed, people);
        List<Optimum> optima =
                Arrays.stream(EconomyParameter.values()).map(sweep::optimum).toList();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.print(CanonicalJson.write(
                    optima.stream().map(WorldOptimaCommand::asMap).toList()));
        } else {
            print(out, optima);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void print(PrintWriter out, List<Optimum> optima) {
        out.println(String.format(
                Locale.ROOT,
                "%s: each lever by itself, the others as by default; %,d people, seed %d",
                name,
                people,
                seed));
        out.println();
        Table table = new Table(command.commandLine().getColorScheme().ansi())
                .column("lever", Table.Align.LEFT)
                .column("best at", Table.Align.RIGHT)
                .column("objective", Table.Align.RIGHT)
                .column("smallest", Table.Align.RIGHT)
                .column("objective", Table.Align.RIGHT)
                .column("largest", Table.Align.RIGHT)
                .column("objective", Table.Align.RIGHT)
                .column("", Table.Align.LEFT);
        for (Optimum optimum : optima) {
            int last = optimum.scores().size() - 1;
            table.row(
                    optimum.parameter().wireName(),
                    value(optimum, optimum.place()),
                    score(optimum, optimum.place()),
                    value(optimum, 0),
                    score(optimum, 0),
                    value(optimum, last),
                    score(optimum, last),
                    optimum.isInside() ? "@|green inside|@" : "@|yellow at an end|@");
        }
        table.lines().forEach(out::println);
        long inside = optima.stream().filter(Optimum::isInside).count();
        out.println();
        Paragraph.lines(
                        inside + " of " + optima.size() + " levers are best inside the values tried. The objective here"
                                + " makes no charge for points; 'agentflux world sweep " + name
                                + " --lever NAME' shows all values of one lever.",
                        0)
                .forEach(out::println);
    }

    private static String value(Optimum optimum, int place) {
        return CanonicalJson.number(optimum.outcomes().get(place).economy().value(optimum.parameter()));
    }

    private static String score(Optimum optimum, int place) {
        return FigureText.fixed(optimum.scores().get(place), 4);
    }

    private static Map<String, Object> asMap(Optimum optimum) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("lever", optimum.parameter().wireName());
        map.put(
                "values",
                optimum.outcomes().stream()
                        .map(outcome -> outcome.economy().value(optimum.parameter()))
                        .toList());
        map.put("objective", optimum.scores());
        map.put("inside", optimum.isInside());
        return map;
    }
}
