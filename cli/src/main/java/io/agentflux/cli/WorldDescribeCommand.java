package io.agentflux.cli;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioEvent;
import io.agentflux.sandbox.population.ScenarioProfile;
import io.agentflux.sandbox.population.Segment;
import io.agentflux.sandbox.population.Tenant;
import io.agentflux.statistics.Interval;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes a scenario. */
@Command(
        name = "describe",
        description = "Show what sets a scenario apart, and how its people live under its default economy.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorldDescribeCommand implements Callable<Integer> {

    private static final double LEVEL = 0.95;
    private static final int MOST_PEOPLE = 2_000;

    @Parameters(paramLabel = "SCENARIO", description = "A built-in scenario; 'agentflux world list' shows them.")
    private String name;

    @Option(
            names = "--worlds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many worlds are played for the metrics; ${DEFAULT-VALUE} by default.")
    private int worlds;

    @Option(
            names = "--people",
            paramLabel = "N",
            description = "People in each of them; as many as a variant has by default, but at most 2,000.")
    private int people;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Scenario scenario = WorldCommand.scenario(name, command);
        if (worlds < 1 || people < 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "--worlds is " + worlds + " and --people " + people + "; give at least 1 of each");
        }
        int inEachWorld = people == 0 ? Math.min(MOST_PEOPLE, scenario.peoplePerVariant()) : people;
        ScenarioProfile profile = ScenarioProfile.of(scenario, inEachWorld, worlds, LEVEL);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.print(CanonicalJson.write(asMap(profile)));
        } else {
            print(profile, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void print(ScenarioProfile profile, PrintWriter out) {
        Scenario scenario = profile.scenario();
        out.println(scenario.name() + ": " + scenario.summary());
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%,d people per variant; %d days of burn-in, %d days, %d days of washout",
                scenario.peoplePerVariant(),
                scenario.burnInDays(),
                scenario.horizonDays(),
                scenario.washoutDays()));
        peculiarities(scenario).forEach(line -> Paragraph.lines(line, 0).forEach(out::println));
        printConstants(scenario, out);
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "Under the default economy, in %d worlds of %,d people:",
                profile.worlds(),
                profile.people()));
        Table table = table().column("metric", Table.Align.LEFT)
                .column("mean", Table.Align.RIGHT)
                .column(FigureText.percent(LEVEL) + " interval", Table.Align.LEFT);
        profile.metrics().forEach((metric, interval) -> addRow(table, metric.name(), interval));
        addRow(table, "score", profile.score());
        table.lines().forEach(out::println);
    }

    private static void addRow(Table table, String name, Interval interval) {
        table.row(name, FigureText.fixed(interval.estimate(), 4), FigureText.interval(interval, 4));
    }

    private void printConstants(Scenario scenario, PrintWriter out) {
        Map<BehaviourConstant, Double> overrides = scenario.constants().overrides();
        if (overrides.isEmpty()) {
            out.println("constants of behaviour to begin with as in 'stationary'");
            return;
        }
        out.println();
        Table table = table().column("constant", Table.Align.LEFT)
                .column("here", Table.Align.RIGHT)
                .column("usually", Table.Align.RIGHT)
                .column("plausible", Table.Align.LEFT)
                .column("what it is", Table.Align.LEFT);
        overrides.forEach((constant, value) -> table.row(
                constant.key(),
                CanonicalJson.number(value),
                CanonicalJson.number(constant.defaultValue()),
                figure(constant.plausibleLow()) + " to " + figure(constant.plausibleHigh()),
                constant.meaning()));
        table.lines().forEach(out::println);
    }

    private static String figure(double value) {
        return new BigDecimal(FigureText.fixed(value, 4)).stripTrailingZeros().toPlainString();
    }

    /** What differs from scenario stationary but constants, a line each. */
    private static List<String> peculiarities(Scenario scenario) {
        Scenario usual = Scenario.stationary();
        List<String> lines = new ArrayList<>();
        if (!scenario.segments().equals(usual.segments())) {
            lines.add("kinds of people: "
                    + scenario.segments().stream()
                            .map(WorldDescribeCommand::segment)
                            .collect(Collectors.joining(", ")));
        }
        for (Tenant tenant : scenario.tenants()) {
            lines.add("tenant " + tenant.name() + ": " + FigureText.percent(Math.round(tenant.share() * 1e3) / 1e3)
                    + " of the people" + economy(tenant.defaultEconomy()));
        }
        if (scenario.arrivalsPerDay() > 0) {
            lines.add("newcomers each day: " + FigureText.percent(scenario.arrivalsPerDay())
                    + " of the people at the start");
        }
        if (scenario.sites() > 1) {
            lines.add("people belong to " + scenario.sites() + " sites");
        }
        scenario.events().forEach(event -> lines.add(event(event)));
        if (!scenario.ranges().isEmpty()) {
            lines.add(scenario.ranges().size() + " constants are drawn anew for each seed from their plausible ranges");
        }
        return lines;
    }

    private static String segment(Segment segment) {
        return segment.name() + " " + FigureText.percent(Math.round(segment.share() * 1e3) / 1e3) + " (motivation "
                + CanonicalJson.number(segment.motivation()) + ")";
    }

    private static String economy(Economy economy) {
        List<String> differences = new ArrayList<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (economy.value(parameter) != parameter.globalDefault()) {
                differences.add(parameter + " " + CanonicalJson.number(economy.value(parameter)));
            }
        }
        return differences.isEmpty() ? "" : ", by default with " + String.join(", ", differences);
    }

    private static String event(ScenarioEvent event) {
        if (event instanceof ScenarioEvent.Change change) {
            return "from day " + change.fromDay() + ": "
                    + new TreeMap<>(change.constants())
                            .entrySet().stream()
                                    .map(entry -> entry.getKey().key() + " " + CanonicalJson.number(entry.getValue()))
                                    .collect(Collectors.joining(", "));
        }
        if (event instanceof ScenarioEvent.Outage outage) {
            return "the app is down from day " + outage.fromDay() + " until day " + outage.untilDay();
        }
        ScenarioEvent.Season season = (ScenarioEvent.Season) event;
        return "a season of " + season.periodDays() + " days that moves the odds of opening by up to "
                + FigureText.percent(season.amplitude());
    }

    private Table table() {
        return new Table(command.commandLine().getColorScheme().ansi());
    }

    private static Map<String, Object> asMap(ScenarioProfile profile) {
        Scenario scenario = profile.scenario();
        Map<String, Object> constants = new LinkedHashMap<>();
        scenario.constants().overrides().forEach((constant, value) -> constants.put(constant.key(), value));
        Map<String, Object> metrics = new LinkedHashMap<>();
        profile.metrics().forEach((metric, interval) -> metrics.put(metric.name(), asMap(interval)));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", scenario.name());
        map.put("summary", scenario.summary());
        map.put("peoplePerVariant", scenario.peoplePerVariant());
        map.put("burnInDays", scenario.burnInDays());
        map.put("horizonDays", scenario.horizonDays());
        map.put("washoutDays", scenario.washoutDays());
        map.put("constants", constants);
        map.put("peculiarities", peculiarities(scenario));
        map.put("worlds", profile.worlds());
        map.put("peoplePerWorld", profile.people());
        map.put("metrics", metrics);
        map.put("score", asMap(profile.score()));
        return map;
    }

    private static Map<String, Object> asMap(Interval interval) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", interval.estimate());
        if (Double.isFinite(interval.width())) {
            map.put("low", interval.low());
            map.put("high", interval.high());
        }
        return map;
    }
}
