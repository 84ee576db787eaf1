package io.agentflux.orchestrator;

import java.util.List;
import reactor.core.scheduler.Scheduler;

/** Makes the world of a match. */
@FunctionalInterface
public interface WorldFactory {

    /**
     * Makes a world that depends on nothing but its arguments.
     *
     * @param match which world
     * @param entrants the names of those who take part
     * @param scheduler the only clock of the world
     */
    World create(MatchSpec match, List<String> entrants, Scheduler scheduler);
}
