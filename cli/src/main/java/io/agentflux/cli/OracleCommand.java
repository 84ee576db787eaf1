package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.oracle.Oracle;
import io.agentflux.sandbox.oracle.OracleLibrary;
import io.agentflux.sandbox.oracle.OracleProgress;
import io.agentflux.sandbox.oracle.OracleSearch;
import io.agentflux.sandbox.oracle.OracleSettings;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the best economy of a scenario, or looks for it again. */
@Command(
        name = "oracle",
        description = "Show the best economy known for a scenario and what speaks for it, or search again.",
        footer = {
            "",
            "Exit code 1 if no oracle is shipped for the scenario, or if the one shipped was computed for another"
                    + " scenario or model than those of today."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OracleCommand implements Callable<Integer> {

    private static final int PROGRESS_STEPS = 100;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            description = "A built-in scenario; without one all of them are listed.")
    private @Nullable String name;

    @Option(
            names = "--recompute",
            description = "Search again; minutes of work. The same settings give the same bytes.")
    private boolean recompute;

    @Option(names = "--seed", paramLabel = "N", description = "With --recompute: another seed.")
    private @Nullable Long seed;

    @Option(names = "--people", paramLabel = "N", description = "With --recompute: people whom each search plays.")
    private @Nullable Integer people;

    @Option(names = "--starts", paramLabel = "N", description = "With --recompute: independent searches.")
    private @Nullable Integer starts;

    @Option(names = "--evaluations", paramLabel = "N", description = "With --recompute: economies tried by each.")
    private @Nullable Integer evaluations;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "With --recompute: threads; one per processor by default. The oracle does not depend on it.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print as JSON; for one scenario in the form in which oracles are shipped.")
    private boolean json;

    @Option(names = "--quiet", description = "Do not show progress.")
    private boolean quiet;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if (workers < 1) {
            throw new ParameterException(command.commandLine(), "--workers is " + workers + "; give at least 1");
        }
        if (name == null) {
            if (recompute) {
                throw new ParameterException(command.commandLine(), "Say which scenario to search again");
            }
            return list();
        }
        Scenario scenario = WorldCommand.scenario(name, command);
        Optional<Oracle> shipped = shipped(scenario);
        return recompute ? recompute(scenario, shipped) : show(scenario, shipped);
    }

    /** The oracle that belongs to the scenario; else the one that was once computed for it. */
    private static Optional<Oracle> shipped(Scenario scenario) {
        return OracleLibrary.find(scenario).or(() -> OracleLibrary.named(scenario.name()));
    }

    private int show(Scenario scenario, Optional<Oracle> shipped) {
        if (shipped.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    List.of("agentflux: no oracle is shipped for scenario '" + scenario.name()
                            + "'; search with --recompute"));
        }
        Oracle oracle = shipped.get();
        boolean belongs = oracle.belongsTo(scenario);
        print(scenario, oracle, "The oracle that is shipped with this version");
        if (!belongs) {
            command.commandLine()
                    .getErr()
                    .println("agentflux: this oracle does not belong to scenario '" + scenario.name()
                            + "' as it is now: the scenario or the model of people has changed since it was computed;"
                            + " search again with --recompute");
        }
        return belongs ? ExitCode.OK : ExitCode.FAILURE;
    }

    private int recompute(Scenario scenario, Optional<Oracle> shipped) {
        OracleSettings settings = settings(shipped.map(Oracle::settings).orElse(OracleSettings.ofDefaults()));
        Oracle found = search(scenario, settings);
        print(scenario, found, "Searched just now");
        shipped.filter(oracle -> !json).ifPresent(oracle -> {
            PrintWriter out = command.commandLine().getOut();
            out.println();
            out.println(comparison(found, oracle));
            out.flush();
        });
        return ExitCode.OK;
    }

    private static String comparison(Oracle found, Oracle shipped) {
        if (found.toJson().equals(shipped.toJson())) {
            return "This is, to the byte, the oracle that is shipped.";
        }
        double difference = found.held().value() - shipped.held().value();
        return "The oracle that is shipped gives its best static economy "
                + FigureText.fixed(shipped.held().value(), 4) + "; this one is " + FigureText.signed(difference, 4)
                + " away.";
    }

    private OracleSettings settings(OracleSettings usual) {
        try {
            return new OracleSettings(
                    seed == null ? usual.seed() : seed,
                    people == null ? usual.people() : people,
                    starts == null ? usual.starts() : starts,
                    evaluations == null ? usual.evaluations() : evaluations,
                    usual.phases());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private Oracle search(Scenario scenario, OracleSettings settings) {
        Progress progress = quiet ? Progress.none() : Progress.onStandardError("parts of the search");
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        progress.begin(PROGRESS_STEPS);
        try {
            return OracleSearch.search(scenario, settings, executor, done -> progress.step(steps(done)));
        } finally {
            executor.shutdownNow();
            progress.end();
        }
    }

    private static int steps(OracleProgress progress) {
        return (int) (PROGRESS_STEPS * progress.done() / progress.total());
    }

    private void print(Scenario scenario, Oracle oracle, String origin) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.print(oracle.toJson());
        } else {
            new OraclePrinter(out, command.commandLine().getColorScheme().ansi(), scenario, oracle).print(origin);
        }
        out.flush();
    }

    private int list() {
        PrintWriter out = command.commandLine().getOut();
        List<Map<String, Object>> maps = new ArrayList<>();
        Table table = new Table(command.commandLine().getColorScheme().ansi())
                .column("scenario", Table.Align.LEFT)
                .column("default", Table.Align.RIGHT)
                .column("best static", Table.Align.RIGHT)
                .column("gap below", Table.Align.RIGHT)
                .column("best sequence", Table.Align.RIGHT)
                .column("", Table.Align.LEFT);
        boolean complete = true;
        for (String scenarioName : ScenarioLibrary.names()) {
            Scenario scenario = WorldCommand.scenario(scenarioName, command);
            Optional<Oracle> shipped = shipped(scenario);
            boolean belongs =
                    shipped.filter(oracle -> oracle.belongsTo(scenario)).isPresent();
            complete &= belongs;
            shipped.ifPresentOrElse(
                    oracle -> {
                        maps.add(summary(scenarioName, oracle, belongs));
                        table.row(row(scenarioName, oracle, belongs));
                    },
                    () -> table.row(scenarioName, "", "", "", "", "@|red none is shipped|@"));
        }
        if (json) {
            out.print(CanonicalJson.write(maps));
        } else {
            table.lines().forEach(out::println);
            out.println();
            Paragraph.lines(
                            "Values are the objective over horizon and washout, as the mean over fresh people. With 95 %"
                                    + " confidence no static economy is better than the best by more than the gap. The"
                                    + " sequence is the best found of up to "
                                    + OracleSettings.ofDefaults().phases()
                                    + " economies one after another, as guardrails allow.",
                            0)
                    .forEach(out::println);
        }
        out.flush();
        return complete ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static String[] row(String scenario, Oracle oracle, boolean belongs) {
        return new String[] {
            scenario,
            FigureText.fixed(oracle.byDefault().value(), 4),
            FigureText.fixed(oracle.held().value(), 4),
            FigureText.fixed(oracle.certificate().gapUpperBound(), 4),
            FigureText.fixed(oracle.bestFeasible().value().value(), 4),
            belongs ? "" : "@|red does not belong to the present model|@"
        };
    }

    private static Map<String, Object> summary(String scenario, Oracle oracle, boolean belongs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scenario", scenario);
        map.put("belongs", belongs);
        map.put("certified", oracle.certificate().holds());
        map.put("default", oracle.byDefault().value());
        map.put("bestStatic", oracle.held().value());
        map.put("gapUpperBound", oracle.certificate().gapUpperBound());
        map.put("bestSequence", oracle.bestFeasible().value().value());
        map.put("economy", oracle.economy().toWire());
        return map;
    }
}
