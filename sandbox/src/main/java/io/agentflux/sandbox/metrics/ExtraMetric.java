package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;

/**
 * A metric that an experiment may report beside the six: under its name in signals, and in everything that follows from them. The
 * built-in ones are {@link BuiltInMetric}; others are made known to an arena by {@link ExtraMetrics}.
 */
public interface ExtraMetric {

    /** Its name on the wire: capitals, digits and underscores, none of the six. */
    String name();

    /** How samples of it have to be compared. */
    Metric.Kind kind();

    /**
     * What each person contributes as of an evening. The metric is the ratio of the sums, and its standard deviation follows from
     * the contributions, see {@link MetricSample}; who has a denominator of 0 is not in the sample.
     *
     * <p>Called after each day and whenever variants are compared, on whatever thread that is, so it must depend on nothing else,
     * not block, and not throw: the time of an experiment stands still whose day cannot be measured.
     */
    MetricSample sample(RecentActivity people);
}
