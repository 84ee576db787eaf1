package io.agentflux.arena;

import java.util.List;
import java.util.Optional;

/**
 * All variants of an experiment, the control first: the only view an agent has of the others.
 *
 * @param variants the entries
 */
public record Scoreboard(List<ScoreboardEntry> variants) {

    /** Copies the entries. */
    public Scoreboard {
        variants = List.copyOf(variants);
    }

    /** The control, if the arena shows one. */
    public Optional<ScoreboardEntry> control() {
        return variants.stream().filter(ScoreboardEntry::isControl).findFirst();
    }
}
