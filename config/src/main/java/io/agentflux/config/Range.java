package io.agentflux.config;

import java.time.Duration;
import java.util.Map;

/**
 * The permitted values of a number.
 *
 * @param whole whether only whole numbers are permitted
 * @param minimum the smallest permitted value
 * @param maximum the largest permitted value
 * @param unit what is counted or measured; empty for a pure number
 */
record Range(boolean whole, double minimum, double maximum, String unit) {

    /** The largest whole number that every JSON tool reads exactly: 2 to the 53rd, less one. */
    static final double LARGEST_EXACT_WHOLE_NUMBER = 0x1p53 - 1;

    static Range whole(double minimum, double maximum, String unit) {
        return new Range(true, minimum, maximum, unit);
    }

    static Range of(double minimum, double maximum, String unit) {
        return new Range(false, minimum, maximum, unit);
    }

    boolean contains(double value) {
        return value >= minimum && value <= maximum;
    }

    /** What to give, to complete "give ...". */
    String expected() {
        String number = (whole ? "a whole number" : "a number") + (unit.isEmpty() ? "" : " of " + unit);
        if (isBoundedBelow() && isBoundedAbove()) {
            return number + " from " + CanonicalJson.number(minimum) + " to " + CanonicalJson.number(maximum);
        }
        if (isBoundedBelow()) {
            return number + " not below " + CanonicalJson.number(minimum);
        }
        return isBoundedAbove() ? number + " not above " + CanonicalJson.number(maximum) : number;
    }

    void describe(Map<String, Object> schema) {
        schema.put("type", whole ? "integer" : "number");
        if (isBoundedBelow()) {
            schema.put("minimum", minimum);
        }
        if (isBoundedAbove()) {
            schema.put("maximum", maximum);
        }
    }

    private boolean isBoundedBelow() {
        return minimum > -Double.MAX_VALUE;
    }

    private boolean isBoundedAbove() {
        return maximum < Double.MAX_VALUE;
    }

    /** Refuses a value outside the range, in the words that are used for a file. */
    void require(String name, double value) {
        if (!contains(value)) {
            throw new IllegalArgumentException("'" + name + "' is "
                    + (Double.isFinite(value) ? CanonicalJson.number(value) : value) + "; give " + expected());
        }
    }

    /**
     * The permitted values of a length of time.
     *
     * @param shortest the shortest
     * @param longest the longest
     */
    record OfDuration(Duration shortest, Duration longest) {

        boolean contains(Duration value) {
            return value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0;
        }

        String expected() {
            return "a duration from " + DurationText.format(shortest) + " to " + DurationText.format(longest)
                    + ", such as 30m, 6h or 1d";
        }

        void require(String name, Duration value) {
            if (!contains(value)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is " + DurationText.format(value) + "; give " + expected());
            }
        }
    }
}
