package io.agentflux.statistics;

/**
 * An estimate with the interval that its method covers at the given level.
 *
 * @param estimate the point estimate, NaN when there is none
 * @param low lower end, may be negative infinity
 * @param high upper end, may be positive infinity
 * @param level probability, in (0, 1), with which the method covers the true value
 * @param method how the interval was made, for people to read
 */
public record Interval(double estimate, double low, double high, double level, String method) {

    public Interval {
        if (Double.isNaN(low) || Double.isNaN(high) || low > high) {
            throw new IllegalArgumentException(
                    "Interval [" + low + ", " + high + "] is empty; its ends must be ordered");
        }
        checkLevel(level);
    }

    /** The whole line: what is known when the data say nothing. */
    public static Interval unbounded(double estimate, double level, String method) {
        return new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level, method);
    }

    static Interval around(double estimate, double halfWidth, double level, String method) {
        if (Double.isNaN(estimate) || Double.isNaN(halfWidth)) {
            return unbounded(estimate, level, method);
        }
        return new Interval(estimate, estimate - halfWidth, estimate + halfWidth, level, method);
    }

    /** Whether {@code value} lies in the interval, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** High minus low, in the unit of the estimate. */
    public double width() {
        return high - low;
    }

    static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("Level " + level + " is not a probability in (0, 1); 0.95 is usual");
        }
    }
}
