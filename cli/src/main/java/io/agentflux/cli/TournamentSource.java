package io.agentflux.cli;

import io.agentflux.config.Problem;
import io.agentflux.config.Reading;
import io.agentflux.config.TournamentFile;
import io.agentflux.config.TournamentSpec;
import io.agentflux.config.Vocabulary;
import io.agentflux.strategy.StrategyCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads tournament files against what is on the class path. */
final class TournamentSource {

    private final StrategyCatalog catalog = StrategyCatalog.load(TournamentSource.class.getClassLoader());

    StrategyCatalog catalog() {
        return catalog;
    }

    /** The tournament in a file; a bad file ends the command with all its mistakes. */
    TournamentSpec read(Path file) {
        Reading<TournamentSpec> reading = TournamentFile.read(file, Vocabulary.of(catalog));
        if (reading instanceof Reading.Valid<TournamentSpec> valid) {
            return valid.value();
        }
        Reading.Invalid<TournamentSpec> invalid = (Reading.Invalid<TournamentSpec>) reading;
        List<String> messages = new ArrayList<>();
        invalid.problems().stream().map(Problem::toString).forEach(messages::add);
        if (invalid.omitted() > 0) {
            messages.add("... and " + invalid.omitted() + " more");
        }
        throw new CommandFailure(ExitCode.BAD_FILE, messages);
    }
}
