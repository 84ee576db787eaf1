package io.agentflux.arena;

import org.jspecify.annotations.Nullable;

/**
 * One metric of a variant against the control, with people as the units that are compared.
 *
 * <p>The p-values are two-sided and those of one look: who looks every day and stops at the first small one is fooled more
 * often than they say.
 *
 * @param method how it was tested, for people to read
 * @param difference the variant's value less the control's, in the unit of the metric
 * @param low lower end of the interval of the difference; null if it has none
 * @param high upper end of the interval of the difference; null if it has none
 * @param level probability, in (0, 1), with which such an interval covers the true difference
 * @param pValue probability of a difference at least as large if there were none; not corrected
 * @param holmPValue the p-value corrected for all comparisons of the scoreboard: below α, the error of any false claim is α
 * @param falseDiscoveryPValue the p-value by Benjamini and Hochberg over the same comparisons: below α, the expected share of
 *     false claims is α
 * @param effectSize the difference in standard deviations: Cohen's d, for a proportion Cohen's h; null if nothing varies
 * @param oddsRatio how many times the odds of the control the odds of the variant are; null unless the metric is a proportion
 *     with both answers
 * @param power the probability that the test finds, at 5 %, an effect of this size among so many people; null if not known
 */
public record MetricComparison(
        String method,
        double difference,
        @Nullable Double low,
        @Nullable Double high,
        double level,
        double pValue,
        double holmPValue,
        double falseDiscoveryPValue,
        @Nullable Double effectSize,
        @Nullable Double oddsRatio,
        @Nullable Double power) {

    /** Refuses what cannot be a comparison. */
    public MetricComparison {
        requireFinite("difference", difference);
        requireProbability("level", level);
        requireProbability("pValue", pValue);
        requireProbability("holmPValue", holmPValue);
        requireProbability("falseDiscoveryPValue", falseDiscoveryPValue);
        if (power != null) {
            requireProbability("power", power);
        }
        requireFinite("low", low);
        requireFinite("high", high);
        requireFinite("effectSize", effectSize);
        requireFinite("oddsRatio", oddsRatio);
    }

    /** Whether the variant differs from the control at the level of the interval, corrected for all comparisons by Holm. */
    public boolean isSignificant() {
        return holmPValue < 1 - level;
    }

    private static void requireFinite(String name, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; give a finite number, or null if unknown");
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; give a probability from 0 to 1");
        }
    }
}
