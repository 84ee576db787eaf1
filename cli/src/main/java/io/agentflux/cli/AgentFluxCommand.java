package io.agentflux.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code agentflux} command. */
@Command(
        name = "agentflux",
        description = "Agents that observe, decide and act, and an arena that says which strategy is better.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong command line (1 for the sandbox), 3 a tournament or an experiment"
                    + " that is not there or has mistakes, 4 another file or the output not to be read or written,"
                    + " 130 interrupted (what was printed is partial)."
        },
        subcommands = {
            TournamentCommand.class,
            StrategiesCommand.class,
            WorldCommand.class,
            OracleCommand.class,
            SandboxCommand.class,
            PowerCommand.class,
            AuditCommand.class,
            BenchCommand.class,
            SelfTestCommand.class
        })
public final class AgentFluxCommand implements Runnable {

    @Spec
    private CommandSpec command;

    private AgentFluxCommand() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(written(commandLine().execute(arguments)));
    }

    /** What a full disk or a closed pipe did not take must not look like a result. */
    private static int written(int exitCode) {
        if (!System.out.checkError()) {
            return exitCode;
        }
        System.err.println(
                "agentflux: the standard output did not take everything, so what was printed is partial; see where it goes");
        return exitCode == ExitCode.OK ? ExitCode.FILE_ACCESS : exitCode;
    }

    static CommandLine commandLine() {
        return Numbers.readBy(new CommandLine(new AgentFluxCommand()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpAutoWidth(true)
                .registerConverter(Duration.class, Durations::read)
                .setParameterExceptionHandler(AgentFluxCommand::refuse)
                .setExecutionExceptionHandler(AgentFluxCommand::report);
    }

    /** What is wrong stays in sight: the options of a command can be more lines than a terminal has. */
    private static int refuse(ParameterException refused, String[] arguments) {
        CommandLine command = refused.getCommandLine();
        command.getErr().println(refused.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(refused, command.getErr())) {
            if (command.getSubcommands().isEmpty()) {
                String name = command.getCommandSpec().qualifiedName();
                command.getErr().println("'" + name + " --help' tells what it takes.");
            } else {
                command.usage(command.getErr());
            }
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailure known) {
            known.messages().forEach(command.getErr()::println);
            return known.exitCode();
        }
        command.getErr().println("agentflux: " + failure);
        if (System.getenv("AGENTFLUX_DEBUG") == null) {
            command.getErr().println("Set AGENTFLUX_DEBUG=1 to see where it happened.");
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.FAILURE;
    }

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(), "Say what to do; for instance: agentflux tournament run FILE");
    }
}
