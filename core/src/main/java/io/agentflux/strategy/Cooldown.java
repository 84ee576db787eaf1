package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import java.util.Optional;

final class Cooldown implements Strategy {

    private final Strategy strategy;
    private final int cycles;
    private int cyclesLeft;

    Cooldown(Strategy strategy, int cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("the cool-down is " + cycles + " cycles; it cannot be negative");
        }
        this.strategy = strategy;
        this.cycles = cycles;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        if (cyclesLeft > 0) {
            cyclesLeft--;
            return Optional.empty();
        }
        return strategy.decide(signals, economy);
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        if (result.accepted()) {
            cyclesLeft = cycles;
        }
        strategy.onResult(update, result);
    }

    @Override
    public String report() {
        return strategy.report();
    }
}
