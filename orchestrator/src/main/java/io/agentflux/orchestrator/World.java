package io.agentflux.orchestrator;

import io.agentflux.arena.Arena;
import java.time.Instant;

/** What a match is played in: an arena for each entrant on one clock, and a judge who sees what they do not. */
public interface World {

    /** The arena as that entrant reaches it. */
    Arena arena(String entrant);

    /** When the entrants have to stop. */
    Instant end();

    /** Judges the people's lives; called once, after the clock has reached {@link #end}. */
    WorldOutcome judge();
}
