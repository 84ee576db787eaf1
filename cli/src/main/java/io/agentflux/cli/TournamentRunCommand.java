package io.agentflux.cli;

import io.agentflux.config.TournamentAssembly;
import io.agentflux.config.TournamentSpec;
import io.agentflux.orchestrator.MatchExecutor;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.report.CsvExport;
import io.agentflux.orchestrator.report.JsonExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a tournament. */
@Command(
        name = "run",
        description = "Play a tournament in simulated time and rank its strategies.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TournamentRunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The tournament file.")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private @Nullable Long seed;

    @Option(names = "--replications", paramLabel = "N", description = "Another number of worlds per scenario.")
    private @Nullable Integer replications;

    @Option(names = "--days", paramLabel = "N", description = "Another horizon, in days.")
    private @Nullable Integer days;

    @Option(names = "--people", paramLabel = "N", description = "Another number of people per variant.")
    private @Nullable Integer people;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads to play on; one per processor by default. The results do not depend on it.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results; out/NAME-PLAN by default. Files there are replaced.")
    private @Nullable Path out;

    @ArgGroup
    private @Nullable Format format;

    static final class Format {
        @Option(names = "--json", description = "Print the results as JSON instead of a table.")
        private boolean json;

        @Option(names = "--csv", description = "Print the ranking as comma-separated values instead of a table.")
        private boolean csv;
    }

    @Option(names = "--quiet", description = "Do not show progress.")
    private boolean quiet;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        TournamentSource source = new TournamentSource();
        TournamentSpec spec = overridden(source.read(file));
        if (workers < 1) {
            throw new ParameterException(command.commandLine(), "--workers is " + workers + "; give at least 1");
        }
        Tournament tournament = TournamentAssembly.of(spec, source.catalog());
        Path folder =
                out == null ? Path.of("out", spec.name() + "-" + spec.planHash().substring(0, 8)) : out;
        ResultFolder results = ResultFolder.prepare(folder);

        long began = System.nanoTime();
        try (MatchCollector collector =
                new MatchCollector(tournament.plan().matches().size(), progress())) {
            List<MatchResult> matches = collector.collect(tournament.play(MatchExecutor.local(workers)));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            TournamentResult result = TournamentResult.of(tournament.plan(), matches);
            save(results, spec, result, took);
            print(spec, result, results, took);
            return result.isComplete() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private TournamentSpec overridden(TournamentSpec spec) {
        try {
            TournamentSpec changed = spec;
            changed = seed == null ? changed : changed.withSeed(seed);
            changed = replications == null ? changed : changed.withReplications(replications);
            changed = days == null ? changed : changed.withDays(days);
            return people == null ? changed : changed.withPeople(people);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private Progress progress() {
        return quiet ? Progress.none() : Progress.onStandardError("matches");
    }

    private void save(ResultFolder folder, TournamentSpec spec, TournamentResult result, Duration took) {
        try {
            folder.write(spec, result, new RunRecord(workers, took));
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE_ACCESS, List.of("agentflux: the results could not be written: " + unwritable));
        }
    }

    private void print(TournamentSpec spec, TournamentResult result, ResultFolder folder, Duration took) {
        PrintWriter stdout = command.commandLine().getOut();
        if (format != null && format.json) {
            stdout.print(JsonExport.of(result));
        } else if (format != null && format.csv) {
            stdout.print(CsvExport.ranking(result));
        } else {
            new ResultPrinter(stdout, command.commandLine().getColorScheme().ansi(), spec, result).print(folder, took);
        }
        stdout.flush();
    }
}
