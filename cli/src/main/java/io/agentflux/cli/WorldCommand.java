package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows whom strategies can play. */
@Command(
        name = "world",
        description = "Look at the scenarios: who the people are, and what each lever does to them.",
        mixinStandardHelpOptions = true,
        subcommands = {WorldDescribeCommand.class, WorldSweepCommand.class, WorldOptimaCommand.class})
final class WorldCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(),
                "Say what to do: list, describe SCENARIO, sweep SCENARIO --lever NAME or optima SCENARIO");
    }

    @Command(name = "list", description = "List the built-in scenarios.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--json", description = "Print as JSON.") boolean json) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> scenarios = new ArrayList<>();
            for (Scenario scenario : all()) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("name", scenario.name());
                map.put("summary", scenario.summary());
                map.put("peoplePerVariant", scenario.peoplePerVariant());
                map.put("burnInDays", scenario.burnInDays());
                map.put("horizonDays", scenario.horizonDays());
                map.put("washoutDays", scenario.washoutDays());
                scenarios.add(map);
            }
            out.print(CanonicalJson.write(scenarios));
        } else {
            Table table = new Table(command.commandLine().getColorScheme().ansi())
                    .column("scenario", Table.Align.LEFT)
                    .column("people", Table.Align.RIGHT)
                    .column("what it is and favours", Table.Align.LEFT);
            for (Scenario scenario : all()) {
                table.row(
                        scenario.name(),
                        String.format(Locale.ROOT, "%,d", scenario.peoplePerVariant()),
                        scenario.summary());
            }
            table.lines().forEach(out::println);
        }
        out.flush();
    }

    private static List<Scenario> all() {
        return ScenarioLibrary.names().stream()
                .flatMap(name -> ScenarioLibrary.named(name).stream())
                .toList();
    }

    /** The built-in scenario of that name; a wrong name ends the command. */
    static Scenario scenario(String name, CommandSpec command) {
        return ScenarioLibrary.named(name)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "there is no scenario '" + name + "'; there are "
                                + String.join(", ", ScenarioLibrary.names())));
    }
}
