package io.agentflux.strategies.rule;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategies.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** Asks for a value, unless it is already in force: an update that changes nothing would only use up the rate limit. */
    boolean set(EconomyParameter parameter, double value) {
        boolean isChange = value != economy.value(parameter);
        if (isChange) {
            values.put(parameter, value);
        }
        return isChange;
    }

    void set(EconomyParameter parameter, double value, String reason) {
        if (set(parameter, value)) {
            reasons.add(reason);
        }
    }

    boolean touches(EconomyParameter parameter) {
        return values.containsKey(parameter);
    }

    /** What is asked for so far, such as {@code scanXp=12, photoXp=11}. */
    String changes() {
        return values.entrySet().stream()
                .map(change -> change.getKey() + "=" + NumberText.plain(change.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** One update with all reasons, or nothing if no rule asked for anything. */
    Optional<ConfigUpdate> toUpdate() {
        return toUpdate(String.join("; ", reasons));
    }

    Optional<ConfigUpdate> toUpdate(String reasoning) {
        return values.isEmpty() ? Optional.empty() : Optional.of(ConfigUpdate.of(values, reasoning));
    }
}
