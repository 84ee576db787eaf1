package io.agentflux.strategies.rule;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Map;
import java.util.Optional;

final class HeldEconomy implements Strategy {

    private final Economy economy;

    HeldEconomy(Economy economy) {
        this.economy = economy;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy current) {
        Map<EconomyParameter, Double> changes = current.changesTo(economy);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(ConfigUpdate.of(changes, "on the way to the economy to hold"));
    }
}
