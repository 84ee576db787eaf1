package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

final class Ceilings implements Strategy {

    private final Strategy strategy;
    private final Map<EconomyParameter, Double> ceilings;

    Ceilings(Strategy strategy, Map<EconomyParameter, Double> ceilings) {
        this.strategy = strategy;
        this.ceilings = Map.copyOf(ceilings);
        this.ceilings.forEach((parameter, ceiling) -> {
            if (!(ceiling >= 0)) {
                throw new IllegalArgumentException(
                        "the ceiling of " + parameter + " is " + ceiling + "; it cannot be negative");
            }
        });
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        return strategy.decide(signals, economy).flatMap(update -> capped(update, economy));
    }

    private Optional<ConfigUpdate> capped(ConfigUpdate update, Economy economy) {
        Map<String, Double> overrides = new LinkedHashMap<>(update.economyOverrides());
        ceilings.forEach((parameter, ceiling) ->
                overrides.computeIfPresent(parameter.wireName(), (name, value) -> Math.min(value, ceiling)));
        boolean changesNothing = overrides.entrySet().stream().allMatch(wish -> isInForce(wish, economy));
        return changesNothing
                ? Optional.empty()
                : Optional.of(new ConfigUpdate(overrides, update.reasoning(), update.evidence()));
    }

    private static boolean isInForce(Map.Entry<String, Double> wish, Economy economy) {
        return EconomyParameter.ofWireName(wish.getKey())
                .filter(parameter -> economy.value(parameter) == wish.getValue())
                .isPresent();
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        strategy.onResult(update, result);
    }

    @Override
    public String report() {
        return strategy.report();
    }
}
