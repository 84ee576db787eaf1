package io.agentflux.guardrail;

/**
 * The values between which a parameter has to stay, both included, in the unit of the parameter.
 *
 * @param least the lowest value, zero or more
 * @param most the highest value, not below {@code least}
 */
public record Bounds(double least, double most) {

    /** Refuses bounds between which no economy can be. */
    public Bounds {
        if (!(least >= 0 && least <= most && most < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the bounds are " + text(least) + " to " + text(most)
                    + "; give two finite numbers that are not negative, the lower one first");
        }
    }

    /** The value of these bounds that is nearest to another value. */
    public double nearest(double value) {
        return Math.max(least, Math.min(most, value));
    }

    /** The bounds as people write them. */
    String text() {
        return text(least) + " to " + text(most);
    }

    /** A value as people write it, without a fraction that is zero. */
    static String text(double value) {
        return (long) value == value ? Long.toString((long) value) : Double.toString(value);
    }
}
