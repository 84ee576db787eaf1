package io.agentflux.orchestrator.analysis;

import io.agentflux.statistics.Interval;
import io.agentflux.statistics.RankInterval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where one strategy stands.
 *
 * @param strategy its name
 * @param worlds number of worlds it has played, the n of its figures
 * @param mean mean score over scenarios of the mean over seeds, with its t interval, scenarios as strata
 * @param interquartileMean mean of the middle half of its scores, with a bootstrap interval over seeds
 * @param optimalityGap how far its scores, capped at 1, fall short of 1 on average, with a bootstrap interval over seeds
 * @param improvement probability that a random run of it scores higher than a random run of the control in the same
 *     scenario, ties one half, with a bootstrap interval over seeds drawn jointly; NaN for the control itself
 * @param rank its place by mean score, 1 the best; equal means share a rank
 * @param tied whether another strategy has exactly the same mean; such are ordered by name
 * @param rankInterval the ranks it may truly have; holds for all strategies at once
 * @param letters strategies that share a letter were not told apart
 * @param againstControl the comparison with the control, Holm-adjusted over all such; null for the control itself
 */
public record Standing(
        String strategy,
        int worlds,
        Interval mean,
        Interval interquartileMean,
        Interval optimalityGap,
        Interval improvement,
        int rank,
        boolean tied,
        RankInterval rankInterval,
        String letters,
        @Nullable Comparison againstControl) {

    /** Whether this is the control. */
    public boolean control() {
        return againstControl == null;
    }

    /** The conclusion in plain language, as in "better than the control: +0.31 [0.22, 0.40], p = 1e-6". */
    public String verdict() {
        if (againstControl == null) {
            return "the control";
        }
        Interval difference = againstControl.difference();
        String figures = String.format(
                        Locale.ROOT, "%+.2f [%.2f, %.2f]", difference.estimate(), difference.low(), difference.high())
                + ", p " + probability(decisiveP(againstControl));
        return switch (againstControl.conclusion()) {
            case BETTER -> "better than the control: " + figures;
            case WORSE -> "worse than the control: " + figures;
            case NOT_DISTINGUISHABLE -> "not distinguishable from the control: " + figures;
            case UNDECIDABLE -> undecidable(againstControl);
        };
    }

    private static double decisiveP(Comparison comparison) {
        return switch (comparison.test().evidence()) {
            case CONSTANT -> comparison.adjustedSignFlipP();
            case SUFFICIENT, TOO_FEW, NOT_FINITE -> comparison.adjustedP();
        };
    }

    private static String undecidable(Comparison comparison) {
        return switch (comparison.test().evidence()) {
            case NOT_FINITE -> "nothing to say: a score is not a number";
            case TOO_FEW, CONSTANT, SUFFICIENT ->
                comparison.worlds() == 0
                        ? "nothing to say: no world played by both"
                        : String.format(
                                Locale.ROOT,
                                "nothing to say: %+.2f in a single world; play at least 2",
                                comparison.difference().estimate());
        };
    }

    private static String probability(double p) {
        if (p == 0) {
            return "< 1e-300";
        }
        if (p >= 0.001) {
            return String.format(Locale.ROOT, "= %.3f", p);
        }
        return "= " + String.format(Locale.ROOT, "%.0e", p).replace("e-0", "e-");
    }
}
