package io.agentflux.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about tournaments. */
@Command(
        name = "tournament",
        description = "Play and check tournaments written in YAML.",
        mixinStandardHelpOptions = true,
        subcommands = {TournamentRunCommand.class, TournamentValidateCommand.class})
final class TournamentCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(), "Say what to do with which tournament: run FILE or validate FILE");
    }
}
