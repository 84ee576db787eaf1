package io.agentflux.orchestrator;

import java.util.List;
import reactor.core.publisher.Flux;

/** Strategies that meet in the same worlds. Immutable; may be played any number of times, always with the same results. */
public final class Tournament {

    private final TournamentPlan plan;
    private final MatchPlayer player;

    private Tournament(TournamentPlan plan, MatchPlayer player) {
        this.plan = plan;
        this.player = player;
    }

    /**
     * A tournament in simulated time.
     *
     * @param plan what is compared
     * @param entrants how the strategies named in the plan are made
     * @param worlds how the worlds named in the plan are made
     * @throws IllegalArgumentException if the plan names other entrants
     */
    public static Tournament of(TournamentPlan plan, List<Entrant> entrants, WorldFactory worlds) {
        List<String> names = entrants.stream().map(Entrant::name).toList();
        if (!names.equals(plan.entrants())) {
            throw new IllegalArgumentException(
                    "the plan names the entrants " + plan.entrants() + " and these were given: " + names);
        }
        return new Tournament(plan, new SimulatedMatchPlayer(plan, entrants, worlds));
    }

    /** What is compared. */
    public TournamentPlan plan() {
        return plan;
    }

    /**
     * Plays all matches.
     *
     * @return a cold publisher of results as they come in; see {@link MatchExecutor#play}. Collect them with {@link
     *     TournamentResult#of}, which puts them in order
     */
    public Flux<MatchResult> play(MatchExecutor executor) {
        return executor.play(plan.matches(), player);
    }
}
