package io.agentflux.arena;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The ten parameters in force for a variant, each finite and not negative. Immutable.
 *
 * <p>An economy is resolved from three layers, the last writer winning for each parameter: the global defaults, what the
 * tenant sets, what the variant's agent sets. A parameter that no layer sets has its global default.
 */
public final class Economy {

    private static final Economy DEFAULTS = new Economy(globalDefaults());

    private final EnumMap<EconomyParameter, Double> values;

    private Economy(EnumMap<EconomyParameter, Double> values) {
        this.values = values;
    }

    /** The global defaults. */
    public static Economy defaults() {
        return DEFAULTS;
    }

    /**
     * The economy of a variant.
     *
     * @throws IllegalArgumentException if a value is negative, infinite or not a number
     */
    public static Economy resolve(Map<EconomyParameter, Double> tenant, Map<EconomyParameter, Double> variant) {
        return DEFAULTS.with(tenant).with(variant);
    }

    private static EnumMap<EconomyParameter, Double> globalDefaults() {
        EnumMap<EconomyParameter, Double> defaults = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            defaults.put(parameter, parameter.globalDefault());
        }
        return defaults;
    }

    /** The value of one parameter. */
    public double value(EconomyParameter parameter) {
        return Objects.requireNonNull(values.get(parameter));
    }

    /**
     * This economy with one value replaced.
     *
     * @throws IllegalArgumentException if the value is negative, infinite or not a number
     */
    public Economy with(EconomyParameter parameter, double value) {
        return with(Map.of(parameter, value));
    }

    /**
     * This economy with some values replaced.
     *
     * @throws IllegalArgumentException if a value is negative, infinite or not a number
     */
    public Economy with(Map<EconomyParameter, Double> overrides) {
        if (overrides.isEmpty()) {
            return this;
        }
        EnumMap<EconomyParameter, Double> changed = values.clone();
        overrides.forEach((parameter, value) -> changed.put(parameter, checked(parameter, value)));
        return new Economy(changed);
    }

    /** The parameters in which the other economy differs, with the other's values. */
    public Map<EconomyParameter, Double> changesTo(Economy other) {
        Map<EconomyParameter, Double> changes = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (Double.compare(value(parameter), other.value(parameter)) != 0) {
                changes.put(parameter, other.value(parameter));
            }
        }
        return changes;
    }

    /** All ten values by wire name, in the order of {@link EconomyParameter}. */
    public Map<String, Double> toWire() {
        Map<String, Double> wire = new LinkedHashMap<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            wire.put(parameter.wireName(), value(parameter));
        }
        return wire;
    }

    private static double checked(EconomyParameter parameter, double value) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    parameter.wireName() + " is " + value + "; give a finite number that is not negative");
        }
        // -0.0 and 0.0 are one value
        return value + 0.0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Economy economy && values.equals(economy.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Economy" + toWire();
    }
}
