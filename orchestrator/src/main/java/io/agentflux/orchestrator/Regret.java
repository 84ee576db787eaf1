package io.agentflux.orchestrator;

import io.agentflux.statistics.Interval;
import io.agentflux.statistics.TTest;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How much less an entrant reached than the best that is known could have: the objective over horizon and washout of the one
 * less that of the other in the same world, the mean over worlds with every scenario counting the same. Times the days of horizon
 * and weighted washout it is the regret in the sense of a sum over days. Only worlds of scenarios that have an oracle count.
 *
 * @param entrant the entrant
 * @param worlds the number of worlds
 * @param toStatic the regret against the best static economy; below 0 if the entrant did better, as one may by changing the
 *     economy over time
 * @param toSequence the regret against the best sequence, which was under the same guardrails
 * @param share the regret against the sequence as a share of what the sequence gains over doing nothing: 0 as good as it, 1
 *     like doing nothing, above 1 harmful
 */
public record Regret(String entrant, int worlds, Interval toStatic, Interval toSequence, double share) {

    /** One for each entrant, none if no world with an oracle was played. */
    static List<Regret> of(TournamentPlan plan, List<MatchResult> matches) {
        List<MatchResult> judged = matches.stream()
                .filter(match -> plan.hasOracle(match.match().scenario())
                        && match.outcome().bestSequence() != null)
                .toList();
        return judged.isEmpty()
                ? List.of()
                : plan.entrants().stream()
                        .map(entrant -> of(entrant, judged, plan.confidenceLevel()))
                        .toList();
    }

    private static Regret of(String entrant, List<MatchResult> matches, double level) {
        Interval toSequence = mean(matches, match -> sequenceGain(match) - gain(match, entrant), level);
        double possible = Strata.mean(Strata.of(matches, Regret::sequenceGain));
        return new Regret(
                entrant,
                matches.size(),
                mean(matches, match -> staticGain(match) - gain(match, entrant), level),
                toSequence,
                possible > 0 ? toSequence.estimate() / possible : Double.NaN);
    }

    private static Interval mean(List<MatchResult> matches, ToDoubleFunction<MatchResult> regret, double level) {
        return TTest.ofMean(Strata.of(matches, regret), level).difference();
    }

    /** Each side against the control by the figures that compare them best: the control's people are the benchmark's. */
    private static double gain(MatchResult match, String entrant) {
        return match.outcome().variant(entrant).value()
                - match.outcome().control().value();
    }

    private static double staticGain(MatchResult match) {
        return match.outcome().bestStatic().value() - match.outcome().control().plainValue();
    }

    private static double sequenceGain(MatchResult match) {
        VariantOutcome sequence = match.outcome().bestSequence();
        return sequence == null
                ? Double.NaN
                : sequence.value() - match.outcome().control().plainValue();
    }
}
