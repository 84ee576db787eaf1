package io.agentflux.strategy;

import io.agentflux.arena.EconomyParameter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Economies that a user has written: from the name of each to its values, which stay in the names of the Arena protocol. */
final class OwnEconomies {

    private OwnEconomies() {}

    /** The same as a map that nobody can change, with every number a double. */
    static Map<String, Map<String, Double>> checked(String setting, Map<?, ?> given) {
        if (given.size() < StrategyParameter.Economies.FEWEST) {
            throw new IllegalArgumentException(
                    "'" + setting + "' names " + given.size() + " economies; give at least two to choose from");
        }
        Map<String, Map<String, Double>> checked = new LinkedHashMap<>();
        given.forEach((name, values) -> checked.put(String.valueOf(name), values(setting + "." + name, values)));
        return Collections.unmodifiableMap(checked);
    }

    private static Map<String, Double> values(String setting, Object given) {
        if (!(given instanceof Map<?, ?> values) || values.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is " + given + "; give at least one parameter of the economy with its value");
        }
        Map<String, Double> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> checked.put(parameter(setting, name).wireName(), number(setting, name, value)));
        return Collections.unmodifiableMap(checked);
    }

    private static EconomyParameter parameter(String setting, Object name) {
        return EconomyParameter.ofWireName(String.valueOf(name))
                .orElseThrow(() -> new IllegalArgumentException("'" + setting + "' sets '" + name
                        + "', which is no parameter of the economy; there are "
                        + Arrays.stream(EconomyParameter.values())
                                .map(EconomyParameter::wireName)
                                .collect(Collectors.joining(", "))));
    }

    private static double number(String setting, Object name, Object value) {
        double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(
                    "'" + setting + "." + name + "' is " + value + "; give a finite number that is not negative");
        }
        return number;
    }

    /** The economies of a map that was checked. */
    static Map<String, Map<EconomyParameter, Double>> read(Map<?, ?> checked) {
        Map<String, Map<EconomyParameter, Double>> economies = new LinkedHashMap<>();
        checked.forEach((name, values) -> {
            Map<EconomyParameter, Double> economy = new LinkedHashMap<>();
            ((Map<?, ?>) values)
                    .forEach((key, value) -> economy.put(parameter("", key), ((Number) value).doubleValue()));
            economies.put(String.valueOf(name), economy);
        });
        return Collections.unmodifiableMap(economies);
    }
}
