package io.agentflux.cli;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Optional;

/** Named by its class in a test. */
public final class Nudge implements Strategy {

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        return Optional.of(
                ConfigUpdate.of(EconomyParameter.SCAN_XP, economy.value(EconomyParameter.SCAN_XP) + 1, "one more"));
    }
}
