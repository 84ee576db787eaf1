package io.agentflux.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the log of a sandbox. */
@Command(
        name = "audit",
        description = "Check the log of a sandbox, or copy it into a file.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {AuditVerifyCommand.class, AuditExportCommand.class})
final class AuditCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Say what to do; for instance: agentflux audit verify");
    }
}
