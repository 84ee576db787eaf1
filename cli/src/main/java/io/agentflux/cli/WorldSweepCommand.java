package io.agentflux.cli;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.CurvesPage;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioSweep;
import io.agentflux.sandbox.population.ScenarioSweep.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a lever does to the people of a scenario. */
@Command(
        name = "sweep",
        description = "Hold each value of one lever through a scenario, and show the metrics and the score.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorldSweepCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SCENARIO", description = "A built-in scenario; 'agentflux world list' shows them.")
    private String name;

    @Option(
            names = "--lever",
            required = true,
            paramLabel = "PARAMETER",
            description = "The parameter of the economy to move, such as scanXp.")
    private String lever;

    @Option(
            names = "--values",
            split = ",",
            paramLabel = "V",
            description = "Values to try, with commas between them; from nothing to six times the default by default.")
    private double @Nullable [] values;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many people live through it; ${DEFAULT-VALUE} by default.")
    private int people;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Which people; 1 by default.")
    private long seed;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Where the curves are drawn; out/sweep-SCENARIO-LEVER.html by default.")
    private @Nullable Path plot;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Scenario scenario = WorldCommand.scenario(name, command);
        EconomyParameter parameter = EconomyParameter.ofWireName(lever)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "there is no lever '" + lever + "'; there are "
                                + Arrays.stream(EconomyParameter.values())
                                        .map(EconomyParameter::wireName)
                                        .collect(Collectors.joining(", "))));
        if (people < 1) {
            throw new ParameterException(command.commandLine(), "--people is " + people + "; give at least 1");
        }
        double[] tried = values == null ? ScenarioSweep.usualValues(parameter) : values;
        double[] places = Arrays.stream(tried).sorted().distinct().toArray();
        List<Outcome> outcomes = sweep(scenario, parameter, places);
        Path file = plot == null ? Path.of("out", "sweep-" + name + "-" + lever + ".html") : plot;
        draw(file, scenario, parameter, outcomes);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.print(CanonicalJson.write(asMap(scenario, parameter, outcomes)));
        } else {
            print(out, scenario, parameter, outcomes);
            out.println();
            out.println("Curves: " + file);
        }
        out.flush();
        return ExitCode.OK;
    }

    private List<Outcome> sweep(Scenario scenario, EconomyParameter parameter, double[] places) {
        try {
            return ScenarioSweep.of(scenario, seed, people).along(parameter, places);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private void print(PrintWriter out, Scenario scenario, EconomyParameter parameter, List<Outcome> outcomes) {
        Table table = new Table(command.commandLine().getColorScheme().ansi()).column(lever, Table.Align.RIGHT);
        for (Metric metric : Metric.values()) {
            table.column(title(metric), Table.Align.RIGHT);
        }
        table.column("score", Table.Align.RIGHT)
                .column("with washout", Table.Align.RIGHT)
                .column("", Table.Align.LEFT);
        Outcome best = outcomes.stream()
                .max(Comparator.comparingDouble(Outcome::scoreWithWashout))
                .orElseThrow();
        for (Outcome outcome : outcomes) {
            List<String> cells = new ArrayList<>();
            double value = outcome.economy().value(parameter);
            cells.add(CanonicalJson.number(value));
            for (Metric metric : Metric.values()) {
                cells.add(FigureText.fixed(outcome.metrics().value(metric), metric == Metric.XP_VELOCITY ? 1 : 3));
            }
            cells.add(FigureText.fixed(outcome.score(), 4));
            cells.add(FigureText.fixed(outcome.scoreWithWashout(), 4));
            cells.add((value == scenario.defaultEconomy().value(parameter) ? "default " : "")
                    + (outcome.equals(best) ? "@|green best here|@" : ""));
            table.row(cells.toArray(String[]::new));
        }
        out.println(String.format(
                Locale.ROOT,
                "%s: %s held for %d days, then %d days of washout; %,d people, seed %d",
                scenario.name(),
                lever,
                scenario.horizonDays(),
                scenario.washoutDays(),
                people,
                seed));
        out.println();
        table.lines().forEach(out::println);
    }

    private static String title(Metric metric) {
        return switch (metric) {
            case SCAN_FREQUENCY -> "scans";
            case XP_VELOCITY -> "XP";
            case RETENTION_RATE -> "retention";
            case MISSION_COMPLETION -> "missions";
            case STREAK_LENGTH -> "streak";
            case FEEDBACK_QUALITY -> "feedback";
        };
    }

    private void draw(Path file, Scenario scenario, EconomyParameter parameter, List<Outcome> outcomes) {
        List<CurvesPage.Curve> curves = new ArrayList<>();
        curves.add(new CurvesPage.Curve(
                "Score with washout",
                outcomes.stream().map(Outcome::scoreWithWashout).toList()));
        for (Metric metric : Metric.values()) {
            curves.add(new CurvesPage.Curve(
                    metric.name(),
                    outcomes.stream()
                            .map(outcome -> outcome.metrics().value(metric))
                            .toList()));
        }
        List<Double> places = outcomes.stream()
                .map(outcome -> outcome.economy().value(parameter))
                .toList();
        String command = "agentflux world sweep " + name + " --lever " + lever + " --values "
                + places.stream().map(CanonicalJson::number).collect(Collectors.joining(",")) + " --people " + people
                + " --seed " + seed;
        String page = CurvesPage.of(
                lever + " in " + name,
                List.of(
                        "Scenario " + name + ": " + scenario.summary() + ".",
                        String.format(
                                Locale.ROOT,
                                "The same %,d people live %d days under each value, all else being as by default, and %d"
                                        + " days of washout under the default economy, which count for the score. The"
                                        + " dashed line is the default. One world of simulated people: curves are smooth"
                                        + " where people are many, and no evidence about people.",
                                people,
                                scenario.horizonDays(),
                                scenario.washoutDays())),
                lever,
                places,
                scenario.defaultEconomy().value(parameter),
                curves,
                command);
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, page);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE_ACCESS,
                    List.of("agentflux: the curves cannot be written to " + file + " (" + unwritable
                            + "); name another file with --plot"));
        }
    }

    private Map<String, Object> asMap(Scenario scenario, EconomyParameter parameter, List<Outcome> outcomes) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put(lever, outcome.economy().value(parameter));
            for (Metric metric : Metric.values()) {
                row.put(metric.name(), outcome.metrics().value(metric));
            }
            row.put("score", outcome.score());
            row.put("scoreWithWashout", outcome.scoreWithWashout());
            rows.add(row);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scenario", scenario.name());
        map.put("lever", lever);
        map.put("default", scenario.defaultEconomy().value(parameter));
        map.put("people", people);
        map.put("seed", seed);
        map.put("outcomes", rows);
        return map;
    }
}
