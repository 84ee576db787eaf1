package io.agentflux.orchestrator;

import io.agentflux.statistics.Interval;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.TTest;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether what an entrant was rewarded for is of use. Agents see metrics; what scans are worth to those who need them is hidden,
 * and only the judge knows it.
 *
 * @param entrant the entrant
 * @param control the control's hidden usefulness per person and day of the horizon, the mean over worlds
 * @param value the entrant's
 * @param test the test of the entrant's less the control's, worlds being the units
 * @param gap the Goodhart gap: by how much more, relative to the control, the objective over the horizon rose than the
 *     usefulness did. Above 0, the objective was served better than its purpose
 */
public record Usefulness(String entrant, double control, double value, TTest test, Interval gap) {

    static List<Usefulness> of(TournamentPlan plan, List<MatchResult> matches) {
        return plan.entrants().stream()
                .map(entrant -> of(entrant, matches, plan.confidenceLevel()))
                .toList();
    }

    private static Usefulness of(String entrant, List<MatchResult> matches, double level) {
        return new Usefulness(
                entrant,
                Strata.mean(
                        Strata.of(matches, match -> match.outcome().control().usefulness())),
                Strata.mean(Strata.of(
                        matches, match -> match.outcome().variant(entrant).usefulness())),
                TTest.ofMean(
                        Strata.of(matches, match -> difference(match, entrant, VariantOutcome::usefulness)), level),
                TTest.ofMean(Strata.of(matches, match -> gap(match, entrant, matches)), level)
                        .difference());
    }

    private static double gap(MatchResult match, String entrant, List<MatchResult> matches) {
        return relative(match, entrant, matches, VariantOutcome::horizonValue)
                - relative(match, entrant, matches, VariantOutcome::usefulness);
    }

    /** Relative to the mean of the control over the worlds of the scenario, which a single odd world cannot upset. */
    private static double relative(
            MatchResult match, String entrant, List<MatchResult> matches, ToDoubleFunction<VariantOutcome> figure) {
        Sample control = Sample.of(matches.stream()
                .filter(other -> other.match().scenario().equals(match.match().scenario()))
                .mapToDouble(other -> figure.applyAsDouble(other.outcome().control()))
                .toArray());
        return difference(match, entrant, figure) / control.mean();
    }

    private static double difference(MatchResult match, String entrant, ToDoubleFunction<VariantOutcome> figure) {
        return figure.applyAsDouble(match.outcome().variant(entrant))
                - figure.applyAsDouble(match.outcome().control());
    }
}
