package io.agentflux.examples;

import io.agentflux.strategy.Strategy;
import io.agentflux.testkit.StrategyContract;
import java.util.random.RandomGenerator;

class CustomStrategyTest extends StrategyContract {

    @Override
    protected Strategy create(RandomGenerator random) {
        return new CustomStrategy(2.5, 3.5);
    }
}
