package io.agentflux.arena.rl;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The vectors of real numbers within bounds, one number for each name.
 *
 * @param names what the numbers mean, in order
 * @param low the least values; may be infinite
 * @param high the greatest values, not below the least; may be infinite
 */
public record Box(List<String> names, List<Double> low, List<Double> high) {

    /** Refuses bounds that hold nothing; copies the lists. */
    public Box {
        names = List.copyOf(names);
        low = List.copyOf(low);
        high = List.copyOf(high);
        if (low.size() != names.size() || high.size() != names.size()) {
            throw new IllegalArgumentException(names.size() + " names, " + low.size() + " lows and " + high.size()
                    + " highs; give as many of each");
        }
        for (int i = 0; i < names.size(); i++) {
            if (!(low.get(i) <= high.get(i))) {
                throw new IllegalArgumentException(names.get(i) + " is bounded by " + low.get(i) + " and " + high.get(i)
                        + "; low must not be above high");
            }
        }
    }

    /** A box with the same bounds for each name. */
    public static Box of(List<String> names, double low, double high) {
        return new Box(
                names,
                names.stream().map(name -> low).toList(),
                names.stream().map(name -> high).toList());
    }

    /** How many numbers a vector has. */
    public int size() {
        return names.size();
    }

    /** Whether the vector has the right length and each number is within its bounds. */
    public boolean contains(double[] vector) {
        if (vector.length != size()) {
            return false;
        }
        for (int i = 0; i < vector.length; i++) {
            if (!(vector[i] >= low.get(i) && vector[i] <= high.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A vector drawn evenly from the box.
     *
     * @throws IllegalStateException if a bound is infinite
     */
    public double[] sample(RandomGenerator random) {
        double[] vector = new double[size()];
        for (int i = 0; i < vector.length; i++) {
            double least = low.get(i);
            double range = high.get(i) - least;
            if (!Double.isFinite(range)) {
                throw new IllegalStateException(names.get(i) + " has no bounds; only a bounded box can be drawn from");
            }
            vector[i] = least + range * random.nextDouble();
        }
        return vector;
    }

    /**
     * The nearest vector within the box.
     *
     * @throws IllegalArgumentException if the length is wrong or a number is none
     */
    double[] clipped(double[] vector) {
        if (vector.length != size()) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " numbers; " + size() + " are needed: " + names);
        }
        double[] clipped = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            if (Double.isNaN(vector[i])) {
                throw new IllegalArgumentException(names.get(i) + " is not a number; the policy has diverged");
            }
            clipped[i] = Math.max(low.get(i), Math.min(high.get(i), vector[i]));
        }
        return clipped;
    }
}
