package io.agentflux.strategy;

import io.agentflux.Behavior;
import io.agentflux.Outcome;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import org.reactivestreams.Publisher;

/** What an agent of an arena does in a cycle, and its copy of the economy. */
final class VariantBehavior implements Behavior<Signals, ConfigUpdate, ConfigResult> {

    private final Arena arena;
    private final ReactiveStrategy strategy;
    private Economy economy;

    VariantBehavior(Arena arena, ReactiveStrategy strategy, Economy economy) {
        this.arena = arena;
        this.strategy = strategy;
        this.economy = economy;
    }

    @Override
    public Publisher<Signals> observe() {
        return arena.signals();
    }

    @Override
    public Publisher<ConfigUpdate> decide(Signals signals) {
        return strategy.decide(signals, economy);
    }

    @Override
    public Publisher<ConfigResult> act(ConfigUpdate update) {
        return arena.submit(update);
    }

    @Override
    public void learn(Outcome<Signals, ConfigUpdate, ConfigResult> outcome) {
        ConfigResult result = outcome.result();
        if (result != null) {
            economy = economy.after(result.appliedConfig());
            strategy.onResult(outcome.proposal(), result);
        }
    }
}
