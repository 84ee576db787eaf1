package io.agentflux.strategies.rule;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what the rules of one cycle ask for, and why. */
final class Adjustment {

    private final Economy economy;
    private final Map<EconomyParameter, Double> values = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();

    Adjustment(Economy economy) {
        this.economy = economy;
    }

    /** The current value times a factor, as a whole number; ties go to the even one. */
    double scaled(EconomyParameter parameter, double factor) {
        return Math.rint(economy.value(parameter) * factor);
    }

    void set(EconomyParameter parameter, double value) {
        values.put(parameter, value);
    }

    void set(EconomyParameter parameter, double value, String reason) {
        set(parameter, value);
        reasons.add(reason);
    }

    boolean touches(EconomyParameter parameter) {
        return values.containsKey(parameter);
    }

    Map<EconomyParameter, Double> values() {
        return values;
    }

    /** One update with all reasons, or nothing if no rule asked for anything. */
    Optional<ConfigUpdate> toUpdate() {
        return toUpdate(String.join("; ", reasons));
    }

    Optional<ConfigUpdate> toUpdate(String reasoning) {
        return values.isEmpty() ? Optional.empty() : Optional.of(ConfigUpdate.of(values, reasoning));
    }
}
