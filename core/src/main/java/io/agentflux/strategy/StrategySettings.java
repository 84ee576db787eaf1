package io.agentflux.strategy;

import io.agentflux.arena.EconomyParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for all parameters of a strategy: those that were given, and the defaults for the rest. Immutable. */
public final class StrategySettings {

    private final Map<String, Object> values;

    private StrategySettings(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks the given values against the parameters.
     *
     * @param parameters what can be set
     * @param given numbers as {@link java.lang.Number}, choices as {@link String}, economies as {@link String} or as maps from
     *     their names to numbers by wire name
     * @throws IllegalArgumentException if a name is unknown or a value is of the wrong type or outside its range
     */
    public static StrategySettings of(List<StrategyParameter> parameters, Map<String, ?> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (StrategyParameter parameter : parameters) {
            Object value = given.get(parameter.name());
            values.put(parameter.name(), value == null ? defaultOf(parameter) : checked(parameter, value));
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; there "
                        + (values.isEmpty() ? "are none" : "are " + String.join(", ", values.keySet())));
            }
        }
        return new StrategySettings(values);
    }

    /** The defaults of all parameters. */
    public static StrategySettings ofDefaults(List<StrategyParameter> parameters) {
        return of(parameters, Map.of());
    }

    /**
     * Checks one value.
     *
     * @return the value as it will be used
     * @throws IllegalArgumentException if it is of the wrong type or outside its range
     */
    public static Object checked(StrategyParameter parameter, Object value) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            if (value instanceof Number given
                    && given.doubleValue() >= quantity.minimum()
                    && given.doubleValue() <= quantity.maximum()) {
                return given.doubleValue();
            }
            throw new IllegalArgumentException("'" + quantity.name() + "' is " + value + "; give a number from "
                    + quantity.minimum() + " to " + quantity.maximum());
        }
        if (parameter instanceof StrategyParameter.Economies economies) {
            return value instanceof Map<?, ?> own
                    ? OwnEconomies.checked(economies.name(), own)
                    : word(economies.name(), value, economies.choices(), ", or economies of your own");
        }
        StrategyParameter.Choice choice = (StrategyParameter.Choice) parameter;
        return word(choice.name(), value, choice.choices(), "");
    }

    private static String word(String name, Object value, List<String> choices, String others) {
        if (choices.contains(String.valueOf(value))) {
            return String.valueOf(value);
        }
        throw new IllegalArgumentException(
                "'" + name + "' is " + value + "; give one of " + String.join(", ", choices) + others);
    }

    private static Object defaultOf(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return quantity.defaultValue();
        }
        return parameter instanceof StrategyParameter.Economies economies
                ? economies.defaultValue()
                : ((StrategyParameter.Choice) parameter).defaultValue();
    }

    /** The value of a number parameter. */
    public double number(String name) {
        return (Double) value(name);
    }

    /**
     * The value of a number parameter that counts something.
     *
     * @throws IllegalArgumentException if it is not a whole number
     */
    public int wholeNumber(String name) {
        double number = number(name);
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException("'" + name + "' is " + number + "; give a whole number");
        }
        return (int) number;
    }

    /** The value of a choice parameter, or the word that is given for economies. */
    public String choice(String name) {
        return (String) value(name);
    }

    /** The user's own economies by name, in their order; empty if a ready set is chosen, whose word is the {@link #choice}. */
    public Map<String, Map<EconomyParameter, Double>> ownEconomies(String name) {
        return value(name) instanceof Map<?, ?> own ? OwnEconomies.read(own) : Map.of();
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'");
        }
        return value;
    }

    /** All values by name, in the order of the parameters. */
    public Map<String, Object> asMap() {
        return new LinkedHashMap<>(values);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
