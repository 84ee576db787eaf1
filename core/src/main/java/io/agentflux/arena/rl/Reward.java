package io.agentflux.arena.rl;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Metric;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a step is worth. */
@FunctionalInterface
public interface Reward {

    /**
     * The worth of a step.
     *
     * @param before what was seen when the action was chosen
     * @param result what became of the update; null if the action was to hold
     * @param after what was seen when the effect had been waited for
     */
    double of(Moment before, @Nullable ConfigResult result, Moment after);

    /** The rise of a metric. */
    static Reward change(Metric metric) {
        return (before, result, after) -> after.value(metric) - before.value(metric);
    }

    /** The metric itself: what matters is how high it is kept. */
    static Reward level(Metric metric) {
        return (before, result, after) -> after.value(metric);
    }

    /** Minus the distance of a metric from a target, in the metric's unit; 0 on the target. */
    static Reward closeTo(Metric metric, double target) {
        return (before, result, after) -> -Math.abs(after.value(metric) - target);
    }

    /** The weighted sum of metrics, each in its own unit. */
    static Reward weighted(Map<Metric, Double> weights) {
        Map<Metric, Double> copy = Map.copyOf(weights);
        return (before, result, after) -> copy.entrySet().stream()
                .mapToDouble(weight -> weight.getValue() * after.value(weight.getKey()))
                .sum();
    }

    /** This reward, less a penalty whenever the arena refuses the update. */
    default Reward lessWhenRefused(double penalty) {
        return (before, result, after) ->
                of(before, result, after) - (result != null && !result.accepted() ? penalty : 0);
    }

    /**
     * This reward, shaped by a potential: {@code discount * potential(after) - potential(before)} is added, which hastens
     * learning and leaves the best policy what it was (Ng, Harada, Russell 1999).
     *
     * @param discount the discount of the learner, within [0, 1]
     */
    default Reward shapedBy(ToDoubleFunction<Moment> potential, double discount) {
        if (!(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException("discount is " + discount + "; give the learner's, within 0 and 1");
        }
        return (before, result, after) ->
                of(before, result, after) + discount * potential.applyAsDouble(after) - potential.applyAsDouble(before);
    }
}
