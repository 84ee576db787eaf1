package io.agentflux.cli;

import io.agentflux.arena.ArenaException;
import io.agentflux.sandbox.store.AuditExport;
import io.agentflux.sandbox.store.ChainHead;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Copies a log into a text file. */
@Command(
        name = "export",
        description =
                "Write the whole log to a file, one event per line, in a form that 'audit verify --export' can check. "
                        + "The sandbox must not be running.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Where to write; must not exist.")
    private Path file = Path.of("");

    @Mixin
    private StoreOption store = new StoreOption();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Mono<ChainHead> export = Mono.usingWhen(
                ExperimentStore.open(store.existing(), Schedulers.parallel()),
                opened -> AuditExport.write(opened, file),
                ExperimentStore::close);
        try {
            ChainHead head = export.blockOptional().orElseThrow();
            command.commandLine()
                    .getOut()
                    .printf(
                            "%d events written to %s%n  --head %d:%s%n",
                            head.sequence(), file, head.sequence(), head.hash());
            return ExitCode.OK;
        } catch (ArenaException refused) {
            throw failed(store.shown() + ": " + refused.getMessage());
        } catch (RuntimeException failure) {
            Throwable cause = Exceptions.unwrap(failure);
            if (cause instanceof FileAlreadyExistsException) {
                throw failed(file + " exists; give another name");
            }
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                throw failed(file + " cannot be written: " + cause.getMessage());
            }
            throw failure;
        }
    }

    private static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FILE_ACCESS, List.of("agentflux: " + message));
    }
}
