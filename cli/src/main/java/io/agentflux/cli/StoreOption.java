package io.agentflux.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a sandbox keeps everything. */
final class StoreOption {

    static final String IN_MEMORY = "memory";

    @Option(
            names = "--store",
            paramLabel = "WHERE",
            defaultValue = "${env:AGENTFLUX_STORE:-agentflux.db}",
            description =
                    "Where everything is kept: a file, memory, or postgresql://user:password@host:port/database. By "
                            + "default what AGENTFLUX_STORE says, or else the file agentflux.db in this folder.")
    private String location = "agentflux.db";

    /** A file, {@value #IN_MEMORY}, or a URL, which may hold a password. */
    String location() {
        return location;
    }

    /** The location, to be shown to people: of a database without who opens it, which its parameters may say too. */
    String shown() {
        return isDatabase() ? location.replaceFirst("://.*@", "://").replaceFirst("\\?.*", "") : location;
    }

    /** The location of a log that exists. */
    String existing() {
        if (location.equals(IN_MEMORY) || (!isDatabase() && !Files.isRegularFile(Path.of(location)))) {
            throw new CommandFailure(
                    ExitCode.FILE_ACCESS,
                    List.of("agentflux: there is no store at " + location + "; name one by --store"));
        }
        return location;
    }

    private boolean isDatabase() {
        return location.contains("://");
    }
}
