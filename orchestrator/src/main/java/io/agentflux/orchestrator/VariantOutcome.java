package io.agentflux.orchestrator;

import io.agentflux.arena.Metric;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the people of one variant made of their lives, as the judge sees it.
 *
 * @param value what the ranking is about: the objective over horizon and washout; where variants have different people, with
 *     the luck of the draw taken out as far as the burn-in shows it
 * @param plainValue the objective over horizon and washout as it was
 * @param horizonValue the objective over the horizon alone
 * @param washoutValue the objective over the washout alone, when all are back under the default economy; NaN without one
 * @param usefulness hidden usefulness per enrolled person and day, which no agent sees
 * @param metrics the metrics over the horizon; empty for a mere yardstick
 */
public record VariantOutcome(
        double value,
        double plainValue,
        double horizonValue,
        double washoutValue,
        double usefulness,
        Map<Metric, MetricOutcome> metrics)
        implements Serializable {

    /** Copies the metrics. */
    public VariantOutcome {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
