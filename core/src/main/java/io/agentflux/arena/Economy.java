package io.agentflux.arena;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The ten parameters in force for a variant, each finite and not negative, and the values of those that its experiment declares
 * beside them. Immutable.
 *
 * <p>An economy is resolved from three layers, the last writer winning for each parameter: the global defaults, what the
 * tenant sets, what the variant's agent sets. A parameter that no layer sets has its global default.
 */
public final class Economy {

    private static final Economy DEFAULTS = new Economy(globalDefaults(), Map.of());

    private final EnumMap<EconomyParameter, Double> values;

    /** By name, in the order of names. */
    private final Map<String, Double> extra;

    private Economy(EnumMap<EconomyParameter, Double> values, Map<String, Double> extra) {
        this.values = values;
        this.extra = extra;
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

    /**
     * An economy by wire names: a parameter of the ten that is not named has its global default, and any other name is one that
     * the experiment declares. Values of others that no parameter can have are left out.
     *
     * @throws IllegalArgumentException if a value of the ten is negative, infinite or not a number
     */
    public static Economy ofWire(Map<String, Double> byWireName) {
        Map<String, Double> others = new TreeMap<>();
        byWireName.forEach((name, value) -> {
            if (EconomyParameter.ofWireName(name).isEmpty() && isPossible(value)) {
                others.put(name, value);
            }
        });
        return DEFAULTS.with(EconomyParameter.known(byWireName)).withExtra(others);
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
        overrides.forEach((parameter, value) -> changed.put(parameter, checked(parameter.wireName(), value)));
        return new Economy(changed, extra);
    }

    /** The values of the parameters that the experiment declares beside the ten, by name; empty if it declares none. */
    public Map<String, Double> extra() {
        return extra;
    }

    /**
     * This economy with values of parameters beside the ten added or replaced.
     *
     * @throws IllegalArgumentException if a value is negative, infinite or not a number
     */
    public Economy withExtra(Map<String, Double> byName) {
        if (byName.isEmpty()) {
            return this;
        }
        Map<String, Double> changed = new TreeMap<>(extra);
        byName.forEach((name, value) -> changed.put(name, checked(name, value)));
        return new Economy(values, Collections.unmodifiableMap(changed));
    }

    /** This economy after an update that set these values by wire name; a name that it does not hold changes nothing. */
    public Economy after(Map<String, Double> applied) {
        Map<String, Double> changed = new LinkedHashMap<>(applied);
        changed.keySet().retainAll(extra.keySet());
        return with(EconomyParameter.known(applied)).withExtra(changed);
    }

    /** The parameters of the ten in which the other economy differs, with the other's values. */
    public Map<EconomyParameter, Double> changesTo(Economy other) {
        Map<EconomyParameter, Double> changes = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (Double.compare(value(parameter), other.value(parameter)) != 0) {
                changes.put(parameter, other.value(parameter));
            }
        }
        return changes;
    }

    /** All ten values by wire name, in the order of {@link EconomyParameter}, and after them those beside the ten by name. */
    public Map<String, Double> toWire() {
        Map<String, Double> wire = new LinkedHashMap<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            wire.put(parameter.wireName(), value(parameter));
        }
        wire.putAll(extra);
        return wire;
    }

    private static boolean isPossible(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    private static double checked(String name, double value) {
        if (!isPossible(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; give a finite number that is not negative");
        }
        // -0.0 and 0.0 are one value
        return value + 0.0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Economy economy && values.equals(economy.values) && extra.equals(economy.extra);
    }

    @Override
    public int hashCode() {
        return 31 * values.hashCode() + extra.hashCode();
    }

    @Override
    public String toString() {
        return "Economy" + toWire();
    }
}
