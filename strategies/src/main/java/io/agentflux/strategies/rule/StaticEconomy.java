package io.agentflux.strategies.rule;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Optional;

final class StaticEconomy implements Strategy {

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        return Optional.empty();
    }
}
