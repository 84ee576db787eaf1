package io.agentflux.cli;

import io.agentflux.arena.ArenaException;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import io.agentflux.sandbox.store.ChainHead;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Tells whether a log is what was written. */
@Command(
        name = "verify",
        description =
                "Check that every event of the log is as it was written and none is missing. Works beside a running "
                        + "sandbox and without one; changes nothing. Exit code 1 if the log was changed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditVerifyCommand implements Callable<Integer> {

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(
            names = "--head",
            paramLabel = "SEQ:HASH",
            description =
                    "An end that this log had once, as a check before printed it: also finds a log that was cut off or "
                            + "written anew.")
    private @Nullable String head;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Check a file of 'audit export' instead of the store.")
    private @Nullable Path export;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        String location = export == null ? store.existing() : existing(export).toString();
        ChainHead noted = noted();
        AuditReport report = report(AuditVerifier.verify(location, noted), export == null ? store.shown() : location);
        PrintWriter out = command.commandLine().getOut();
        if (report instanceof AuditReport.Intact intact) {
            out.printf(
                    "intact: %d events%nTo notice later that the log was cut off or written anew, note this down elsewhere:%n"
                            + "  --head %d:%s%n",
                    intact.head().sequence(),
                    intact.head().sequence(),
                    intact.head().hash());
            return ExitCode.OK;
        }
        out.println(report);
        return ExitCode.FAILURE;
    }

    private static Path existing(Path file) {
        if (!Files.isReadable(file)) {
            throw new CommandFailure(ExitCode.FILE_ACCESS, List.of("agentflux: " + file + " cannot be read"));
        }
        return file;
    }

    private @Nullable ChainHead noted() {
        if (head == null) {
            return null;
        }
        String[] parts = head.split(":", 2);
        try {
            return new ChainHead(Long.parseLong(parts[0]), parts.length < 2 ? "" : parts[1]);
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(
                    command.commandLine(),
                    "--head is '" + head + "'; give SEQ:HASH as a check printed it (" + malformed.getMessage() + ")",
                    malformed);
        }
    }

    private static AuditReport report(Mono<AuditReport> verification, String location) {
        try {
            return verification.blockOptional().orElseThrow();
        } catch (ArenaException unreadable) {
            throw new CommandFailure(
                    ExitCode.FILE_ACCESS, List.of("agentflux: " + location + ": " + unreadable.getMessage()));
        }
    }
}
