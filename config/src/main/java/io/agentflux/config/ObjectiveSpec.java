package io.agentflux.config;

import io.agentflux.arena.Metric;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a tournament rewards: the sum over the weighted metrics of {@code weight * metric / target}, less
 * {@code inflationPenalty * max(0, XP_VELOCITY / its target - 1)}.
 *
 * @param weights how much a metric counts, from 0 to 100; a metric without a weight does not count; the sum is above zero
 * @param targets the value of each of the six metrics that counts as reached, above zero, in the unit of the metric
 * @param inflationPenalty what is charged for paying out more points than the target, from 0 to 100
 */
public record ObjectiveSpec(Map<Metric, Double> weights, Map<Metric, Double> targets, double inflationPenalty) {

    static final Range WEIGHT = Range.of(0, 100, "");
    static final Range TARGET = Range.of(1e-6, 1e9, "");
    static final Range INFLATION_PENALTY = Range.of(0, 100, "");

    private static final ObjectiveSpec DEFAULTS = new ObjectiveSpec(
            Map.of(
                    Metric.SCAN_FREQUENCY, 0.25,
                    Metric.RETENTION_RATE, 0.25,
                    Metric.FEEDBACK_QUALITY, 0.20,
                    Metric.STREAK_LENGTH, 0.15,
                    Metric.MISSION_COMPLETION, 0.15),
            Map.of(
                    Metric.SCAN_FREQUENCY, 3.0,
                    Metric.RETENTION_RATE, 0.7,
                    Metric.FEEDBACK_QUALITY, 0.5,
                    Metric.STREAK_LENGTH, 5.0,
                    Metric.MISSION_COMPLETION, 0.6,
                    Metric.XP_VELOCITY, 90.0),
            0.20);

    /** Refuses values outside their ranges, a target that is missing and weights that sum to nothing; copies the maps. */
    public ObjectiveSpec {
        weights = ordered(weights);
        targets = ordered(targets);
        weights.forEach((metric, weight) -> WEIGHT.require(metric.name(), weight));
        targets.forEach((metric, target) -> TARGET.require(metric.name(), target));
        INFLATION_PENALTY.require("inflation-penalty", inflationPenalty);
        if (sum(weights) <= 0) {
            throw new IllegalArgumentException("the weights sum to 0; give at least one metric a weight above 0");
        }
        for (Metric metric : Metric.values()) {
            if (!targets.containsKey(metric)) {
                throw new IllegalArgumentException("there is no target for " + metric + "; give one");
            }
        }
    }

    /** Five metrics weighted, points charged above 90 per person and day. */
    public static ObjectiveSpec ofDefaults() {
        return DEFAULTS;
    }

    static double sum(Map<Metric, Double> weights) {
        return weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Map<Metric, Double> ordered(Map<Metric, Double> values) {
        Map<Metric, Double> ordered = new EnumMap<>(Metric.class);
        ordered.putAll(values);
        return Collections.unmodifiableMap(ordered);
    }
}
