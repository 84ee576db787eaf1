package io.agentflux.strategies.rule;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import java.util.random.RandomGenerator;

/** {@code static}: never proposes anything. What it costs to do nothing is what every other strategy has to beat. */
public final class StaticEconomyFactory implements StrategyFactory {

    /** For the service loader. */
    public StaticEconomyFactory() {}

    @Override
    public String name() {
        return "static";
    }

    @Override
    public String description() {
        return "Keeps the economy as it is: the honest baseline.";
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new StaticEconomy();
    }
}
