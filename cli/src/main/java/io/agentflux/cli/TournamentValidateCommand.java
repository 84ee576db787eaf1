package io.agentflux.cli;

import io.agentflux.config.TournamentSpec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a tournament file. */
@Command(
        name = "validate",
        description = "Check a tournament file and report every mistake with its line and column.",
        mixinStandardHelpOptions = true)
final class TournamentValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The tournament file.")
    private Path file;

    @Option(names = "--json", description = "Print the tournament as JSON with every default written out.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        TournamentSpec spec = new TournamentSource().read(file);
        if (json) {
            command.commandLine().getOut().print(spec.toJson());
        } else {
            command.commandLine()
                    .getOut()
                    .printf(
                            "%s is right: tournament '%s', %d strategies, %d scenarios, %d matches, plan %s%n",
                            file,
                            spec.name(),
                            spec.strategies().size(),
                            spec.scenarios().size(),
                            spec.scenarios().size() * spec.replications(),
                            spec.planHash().substring(0, 12));
        }
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
