package io.agentflux.cli;

import io.agentflux.config.Reading;
import io.agentflux.config.TournamentFile;
import io.agentflux.config.TournamentSpec;
import io.agentflux.config.Vocabulary;
import io.agentflux.strategy.StrategyCatalog;
import java.nio.file.Path;

/** Reads tournament files against what is on the class path. */
final class TournamentSource {

    private final StrategyCatalog catalog = StrategyCatalog.load(TournamentSource.class.getClassLoader());

    StrategyCatalog catalog() {
        return catalog;
    }

    /** The tournament in a file; a bad file ends the command with all its mistakes. */
    TournamentSpec read(Path file) {
        return valid(TournamentFile.read(file, Vocabulary.of(catalog)));
    }

    /** What a file describes; a bad file ends the command with all its mistakes. */
    static <T> T valid(Reading<T> reading) {
        if (reading instanceof Reading.Valid<T> valid) {
            return valid.value();
        }
        throw new CommandFailure(ExitCode.BAD_FILE, ((Reading.Invalid<T>) reading).messages());
    }
}
