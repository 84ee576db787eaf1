package io.agentflux.strategies;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.StrategyParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One number for how well a variant does: a weighted sum over its metrics. A metric that is missing or rests on too few
 * people contributes a constant instead, which is 0 unless said otherwise.
 */
public enum CompositeScore {
    /** {@code 0.4 frequency + 3.5 retention + 2.5 quality}: each term of a size of about one or two. */
    WEIGHTED(
            Term.of(Metric.SCAN_FREQUENCY, 0.4),
            Term.of(Metric.RETENTION_RATE, 3.5),
            Term.of(Metric.FEEDBACK_QUALITY, 2.5)),
    /** {@code 0.4 min(frequency / 5, 1) + 0.35 retention + 0.25 quality}: between 0 and 1. */
    NORMALISED(
            new Term(Metric.SCAN_FREQUENCY, 0.4, 5, 1, 0),
            Term.of(Metric.RETENTION_RATE, 0.35),
            Term.of(Metric.FEEDBACK_QUALITY, 0.25)),
    /** As {@link #NORMALISED}, but an untrusted metric counts as middling: 0.2, 0.15 and 0.1. */
    NORMALISED_OPTIMISTIC(
            new Term(Metric.SCAN_FREQUENCY, 0.4, 5, 1, 0.2),
            new Term(Metric.RETENTION_RATE, 0.35, 1, Double.POSITIVE_INFINITY, 0.15),
            new Term(Metric.FEEDBACK_QUALITY, 0.25, 1, Double.POSITIVE_INFINITY, 0.1)),
    /** {@code 0.5 frequency + 5 retention}. */
    ENGAGEMENT(Term.of(Metric.SCAN_FREQUENCY, 0.5), Term.of(Metric.RETENTION_RATE, 5)),
    /** {@code 0.4 frequency + 0.3 retention + 0.2 quality}: the frequency outweighs the rest. */
    UNSCALED(
            Term.of(Metric.SCAN_FREQUENCY, 0.4),
            Term.of(Metric.RETENTION_RATE, 0.3),
            Term.of(Metric.FEEDBACK_QUALITY, 0.2));

    /** A metric's contribution: {@code weight * min(value / unit, cap)}, or a constant if the metric is not trusted. */
    private record Term(Metric metric, double weight, double unit, double cap, double untrusted) {

        private static Term of(Metric metric, double weight) {
            return new Term(metric, weight, 1, Double.POSITIVE_INFINITY, 0);
        }

        private double of(Signals signals) {
            Optional<MetricSignal> signal = signals.trustedMetric(metric);
            return signal.isEmpty() ? untrusted : weight * Math.min(signal.get().value() / unit, cap);
        }
    }

    // List.of is immutable, which its type does not show
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Term> terms;

    CompositeScore(Term... terms) {
        this.terms = List.of(terms);
    }

    /** The score of these signals. */
    public double of(Signals signals) {
        double score = 0;
        for (Term term : terms) {
            score += term.of(signals);
        }
        return score;
    }

    /**
     * Whether the score is fit to compare: at least one of its metrics is reported, and those that are reported rest on enough
     * people. A metric that turns from untrusted to trusted moves the score without anything having happened.
     */
    public boolean isTrusted(Signals signals) {
        boolean anyReported = false;
        for (Term term : terms) {
            Optional<MetricSignal> signal = signals.metric(term.metric());
            if (signal.isPresent()) {
                if (!signal.get().isTrusted()) {
                    return false;
                }
                anyReported = true;
            }
        }
        return anyReported;
    }

    /** The name in files: lower case with dashes. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The score of that wire name. */
    public static CompositeScore ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The parameter by which a strategy lets its user choose a score. */
    public static StrategyParameter parameter(CompositeScore defaultScore) {
        return new StrategyParameter.Choice(
                "score",
                "What counts as good: a weighted sum of scan frequency, retention and feedback quality.",
                defaultScore.wireName(),
                Arrays.stream(values()).map(CompositeScore::wireName).toList());
    }
}
