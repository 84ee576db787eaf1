package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that an experiment declares beside the ten, and how far one update may move it.
 *
 * @param name its name on the wire, such as {@code dailyXpCap}
 * @param kind what its values may be
 * @param defaultValue the value where a variant does not begin with another one
 * @param range the values between which it stays
 * @param description what it is, for people; may be empty
 */
public record ExtraParameter(String name, Kind kind, double defaultValue, Bounds range, String description) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");
    private static final Bounds NO_OR_YES = new Bounds(0, 1);

    /** What the values of a parameter may be. */
    public enum Kind {
        /** Whole numbers; an update moves it as it does one of the ten. */
        INTEGER,
        /**
         * Any numbers; an update moves it by a share of its value, or of a tenth of its default or a hundredth of its range where
         * those are larger.
         */
        NUMBER,
        /** No or yes, on the wire 0 or 1; may change with any update. What is below one half counts as no. */
        BOOLEAN
    }

    /** Refuses a name that is none or that of one of the ten, and a default that the parameter cannot have. */
    public ExtraParameter {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a parameter is called '" + name
                    + "'; give it a name of up to 50 letters, digits and underscores, such as dailyXpCap");
        }
        for (EconomyParameter known : EconomyParameter.values()) {
            if (known.wireName().equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("the parameter '" + name + "' is there already: '" + known
                        + "' is one of the ten; give another name");
            }
        }
        if (kind == Kind.BOOLEAN && !range.equals(NO_OR_YES)) {
            throw new IllegalArgumentException(
                    "the parameter '" + name + "' is no or yes, but its range is " + range.text() + "; give 0 to 1");
        }
        if (kind != Kind.NUMBER && !(isWhole(range.least()) && isWhole(range.most()))) {
            throw new IllegalArgumentException("the parameter '" + name + "' is whole, but its range is " + range.text()
                    + "; give whole numbers, or the kind 'number'");
        }
        require(name, kind, range, defaultValue);
    }

    /** Refuses a value that the parameter cannot have. */
    public void require(double value) {
        require(name, kind, range, value);
    }

    private static void require(String name, Kind kind, Bounds range, double value) {
        if (range.nearest(value) != value || (kind != Kind.NUMBER && !isWhole(value))) {
            throw new IllegalArgumentException("the parameter '" + name + "' cannot be " + Bounds.text(value)
                    + "; give a " + (kind == Kind.NUMBER ? "number" : "whole number") + " from " + range.text());
        }
    }

    /** A parameter that is no or yes. */
    public static ExtraParameter ofBoolean(String name, boolean byDefault, String description) {
        return new ExtraParameter(name, Kind.BOOLEAN, byDefault ? 1 : 0, NO_OR_YES, description);
    }

    /**
     * What an update does.
     *
     * @param applied what is in force after it
     * @param clamped how the request was cut back, null if it was not
     */
    public record Change(double applied, @Nullable ClampedDelta clamped) {}

    /**
     * What an update of this parameter does: first the request is cut back to the range, then to the step that the delta limit
     * permits.
     */
    public Change change(double current, double requested, double limitPercent) {
        if (kind == Kind.BOOLEAN) {
            return new Change(requested < 0.5 ? 0 : 1, null);
        }
        double step = step(current, limitPercent);
        double permitted = Math.max(current - step, Math.min(current + step, range.nearest(requested)));
        double applied = kind == Kind.INTEGER ? DeltaClamp.wholeTowards(current, permitted) : permitted;
        return new Change(
                applied, permitted == requested ? null : ClampedDelta.of(current, requested, applied, current, step));
    }

    private double step(double current, double limitPercent) {
        return kind == Kind.INTEGER
                ? DeltaClamp.step(current, defaultValue, limitPercent)
                : limitPercent
                        / 100
                        * Math.max(current, Math.max(defaultValue / 10, (range.most() - range.least()) / 100));
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }
}
