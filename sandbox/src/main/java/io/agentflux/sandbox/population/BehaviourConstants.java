package io.agentflux.sandbox.population;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One value for each {@link BehaviourConstant}. Immutable. */
public final class BehaviourConstants {

    private static final BehaviourConstants DEFAULTS = new BehaviourConstants(defaults());

    private final Map<BehaviourConstant, Double> values;

    private BehaviourConstants(Map<BehaviourConstant, Double> values) {
        this.values = values;
    }

    private static Map<BehaviourConstant, Double> defaults() {
        Map<BehaviourConstant, Double> defaults = new EnumMap<>(BehaviourConstant.class);
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            defaults.put(constant, constant.defaultValue());
        }
        return defaults;
    }

    /** The constants of scenario {@code stationary}. */
    public static BehaviourConstants ofDefaults() {
        return DEFAULTS;
    }

    /** The value of one constant. */
    public double value(BehaviourConstant constant) {
        return Objects.requireNonNull(values.get(constant));
    }

    /**
     * These constants with one replaced.
     *
     * @throws IllegalArgumentException if the value is outside the limits of the constant's unit
     */
    public BehaviourConstants with(BehaviourConstant constant, double value) {
        return with(Map.of(constant, value));
    }

    /**
     * These constants with some replaced.
     *
     * @throws IllegalArgumentException if a value is outside the limits of its constant's unit
     */
    public BehaviourConstants with(Map<BehaviourConstant, Double> overrides) {
        Map<BehaviourConstant, Double> changed = new EnumMap<>(values);
        overrides.forEach((constant, value) -> changed.put(constant, checked(constant, value)));
        return new BehaviourConstants(changed);
    }

    /** The constants that differ from the defaults. */
    public Map<BehaviourConstant, Double> overrides() {
        Map<BehaviourConstant, Double> overrides = new EnumMap<>(BehaviourConstant.class);
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            if (value(constant) != constant.defaultValue()) {
                overrides.put(constant, value(constant));
            }
        }
        return overrides;
    }

    static double checked(BehaviourConstant constant, double value) {
        BehaviourConstant.Unit unit = constant.unit();
        if (!(value >= unit.least() && value <= unit.most())) {
            throw new IllegalArgumentException(
                    "Constant '" + constant.key() + "' (" + constant.symbol() + ") is " + value
                            + "; it has to be between " + unit.least() + " and " + unit.most() + ", plausible is "
                            + constant.plausibleLow() + " to " + constant.plausibleHigh());
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BehaviourConstants constants && values.equals(constants.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "BehaviourConstants" + overrides();
    }
}
