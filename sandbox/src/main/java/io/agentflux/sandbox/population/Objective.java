package io.agentflux.sandbox.population;

import io.agentflux.arena.Metric;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What is good for the operator, as one number: the weighted metrics, each relative to its target, less a charge for
 * points beyond the target of XP_VELOCITY.
 *
 * <pre>
 * J = sum of weight * metric / target  -  inflationPenalty * max(0, XP_VELOCITY / target - 1)
 * </pre>
 *
 * <p>A horizon of T days followed by a washout of W days under the default economy is worth {@code V = (T J(0..T) +
 * w W J(T..T+W)) / (T + w W)}: what an agent does to people before the end is still seen after it, so burning people at
 * the end does not pay.
 *
 * @param weights weight of each metric; metrics that are absent do not count
 * @param targets target of each weighted metric and of XP_VELOCITY, positive
 * @param inflationPenalty charge for paying twice the target of points
 * @param washoutWeight weight {@code w} of a washout day relative to a day of the horizon
 */
public record Objective(
        Map<Metric, Double> weights, Map<Metric, Double> targets, double inflationPenalty, double washoutWeight) {

    private static final Objective DEFAULTS = new Objective(
            Map.of(
                    Metric.SCAN_FREQUENCY, .25,
                    Metric.RETENTION_RATE, .25,
                    Metric.FEEDBACK_QUALITY, .20,
                    Metric.STREAK_LENGTH, .15,
                    Metric.MISSION_COMPLETION, .15),
            Map.of(
                    Metric.SCAN_FREQUENCY, 3.0,
                    Metric.RETENTION_RATE, .70,
                    Metric.FEEDBACK_QUALITY, .50,
                    Metric.STREAK_LENGTH, 5.0,
                    Metric.MISSION_COMPLETION, .60,
                    Metric.XP_VELOCITY, 90.0),
            .20,
            1);

    /** Copies the maps; refuses a weighted metric without a positive target, and negative weights. */
    public Objective {
        weights = Map.copyOf(weights);
        targets = Map.copyOf(targets);
        for (Map.Entry<Metric, Double> weight : weights.entrySet()) {
            checkTarget(targets, weight.getKey());
            if (!Double.isFinite(weight.getValue())) {
                throw new IllegalArgumentException(
                        "The weight of " + weight.getKey() + " is " + weight.getValue() + "; give a finite number");
            }
        }
        if (inflationPenalty != 0) {
            checkTarget(targets, Metric.XP_VELOCITY);
        }
        if (!(inflationPenalty >= 0 && inflationPenalty < Double.POSITIVE_INFINITY)
                || !(washoutWeight >= 0 && washoutWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("inflationPenalty is " + inflationPenalty + " and washoutWeight is "
                    + washoutWeight + "; give finite numbers that are not negative");
        }
    }

    /** The objective of all built-in scenarios. */
    public static Objective ofDefaults() {
        return DEFAULTS;
    }

    /** This objective without a charge for points. */
    public Objective withoutInflationPenalty() {
        return new Objective(weights, targets, 0, washoutWeight);
    }

    /** The score {@code J} of metrics. */
    public double score(MetricMeans metrics) {
        return score(metrics::value);
    }

    /** The score {@code J} of metrics however they were measured. */
    public double score(ToDoubleFunction<Metric> metrics) {
        double score = 0;
        for (Metric metric : Metric.values()) {
            Double weight = weights.get(metric);
            if (weight != null) {
                score += weight * metrics.applyAsDouble(metric) / target(metric);
            }
        }
        if (inflationPenalty == 0) {
            return score;
        }
        double velocity = metrics.applyAsDouble(Metric.XP_VELOCITY) / target(Metric.XP_VELOCITY);
        return score - inflationPenalty * Math.max(0, velocity - 1);
    }

    /** The score {@code V} of a horizon and the washout after it. */
    public double scoreWithWashout(MetricMeans horizon, int horizonDays, MetricMeans washout, int washoutDays) {
        return withWashout(score(horizon), horizonDays, score(washout), washoutDays);
    }

    /** The score {@code V} of a horizon and the washout after it, from the score {@code J} of each. */
    public double withWashout(double horizonScore, int horizonDays, double washoutScore, int washoutDays) {
        double weight = washoutWeight * washoutDays;
        double days = horizonDays + weight;
        return days == 0 ? 0 : (horizonDays * horizonScore + weight * washoutScore) / days;
    }

    private double target(Metric metric) {
        return Objects.requireNonNull(targets.get(metric));
    }

    private static void checkTarget(Map<Metric, Double> targets, Metric metric) {
        Double target = targets.get(metric);
        if (target == null || !(target > 0 && target < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The target of " + metric + " is " + target + "; give a finite number above 0");
        }
    }
}
