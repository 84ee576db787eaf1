package io.agentflux.orchestrator;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What came of a tournament.
 *
 * @param plan what was compared
 * @param matches the matches that were played, in the plan's order; fewer than planned if it was interrupted
 */
public record TournamentResult(TournamentPlan plan, List<MatchResult> matches) {

    /** Puts the matches in order. */
    public TournamentResult {
        matches = matches.stream()
                .sorted(Comparator.comparingInt(result -> result.match().index()))
                .toList();
    }

    /** The result of a plan whose matches came in, in whatever order. */
    public static TournamentResult of(TournamentPlan plan, Collection<MatchResult> matches) {
        return new TournamentResult(plan, List.copyOf(matches));
    }
}
