package io.agentflux.orchestrator.report;

import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.Conclusion;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Evidence;
import io.agentflux.statistics.SampleRatioTest;

/** The standings of one tournament in words, for a person who asks: is it better than doing nothing, and how sure are we? */
public final class StandingText {

    /** Convention for sample-ratio checks: they are done often, and what they find is a defect. */
    private static final double TOO_UNLIKELY = 0.001;

    private final TournamentResult result;

    private StandingText(TournamentResult result) {
        this.result = result;
    }

    /** Speaks about the standings of this result. */
    public static StandingText of(TournamentResult result) {
        return new StandingText(result);
    }

    /** Whether people arrived in the variants in equal numbers, in words. */
    public static String sampleRatio(SampleRatioTest test) {
        return (test.pValue() < TOO_UNLIKELY
                        ? "BROKEN: the variants differ too much in size for chance; no difference can be trusted"
                        : "the sizes of the variants differ no more than by chance")
                + " (p " + FigureText.probability(test.pValue()) + ")";
    }

    /** How many decimals a score of this tournament is worth: scores that are not normalised are small numbers. */
    public int decimals() {
        return result.isNormalised() ? 2 : 4;
    }

    /** The place in the ranking with what it may truly be, as in {@code 2}, {@code 1-3} or, with equal means, {@code 1-3=}. */
    public String ranks(Standing standing) {
        int low = standing.rankInterval().low();
        int high = standing.rankInterval().high();
        return (low == high ? String.valueOf(low) : low + "-" + high) + (standing.tied() ? "=" : "");
    }

    /** The answer in a few words, as in {@code worse than doing nothing}. */
    public String answer(Standing standing) {
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            return "doing nothing: the default economy held";
        }
        return switch (comparison.conclusion()) {
            case BETTER -> "better than doing nothing";
            case WORSE -> "worse than doing nothing";
            case NOT_DISTINGUISHABLE ->
                isTheSame(comparison) ? "the same as doing nothing" : "not told apart from doing nothing";
            case UNDECIDABLE -> standing.verdict();
        };
    }

    /** The answer to: is it better than doing nothing? As short as can be, as in {@code no, worse}. */
    public String briefly(Standing standing) {
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            return "is doing nothing";
        }
        return switch (comparison.conclusion()) {
            case BETTER -> "yes";
            case WORSE -> "no, worse";
            case NOT_DISTINGUISHABLE -> isTheSame(comparison) ? "no, the same" : "cannot tell";
            case UNDECIDABLE -> standing.verdict();
        };
    }

    /**
     * What the answer rests on, as in {@code -0.71 [-1.02, -0.40], p = 4e-4, ahead in 5 of 20}; nothing for the control
     * and where nothing can be said.
     */
    public String grounds(Standing standing) {
        Comparison comparison = standing.againstControl();
        if (comparison == null || comparison.conclusion() == Conclusion.UNDECIDABLE) {
            return "";
        }
        if (isTheSame(comparison)) {
            return "no difference in any of " + comparison.worlds() + " worlds";
        }
        String p = FigureText.probability(adjustedP(comparison));
        return FigureText.signed(comparison.difference().estimate(), decimals()) + " "
                + FigureText.interval(comparison.difference(), decimals()) + ", p "
                + (p.startsWith("<") ? p.replace("<", "< ") : "= " + p) + ", ahead in "
                + worldsAhead(standing) + " of " + comparison.worlds();
    }

    /** The p-value that the answer rests on, adjusted over all strategies. */
    public double adjustedP(Comparison comparison) {
        return comparison.test().evidence() == Evidence.CONSTANT
                ? comparison.adjustedSignFlipP()
                : comparison.adjustedP();
    }

    private static boolean isTheSame(Comparison comparison) {
        return comparison.test().evidence() == Evidence.CONSTANT
                && comparison.difference().estimate() == 0;
    }

    private long worldsAhead(Standing standing) {
        return result.matches().stream()
                .filter(match -> result.score(match, standing.strategy()) > result.score(match, TournamentPlan.CONTROL))
                .count();
    }
}
