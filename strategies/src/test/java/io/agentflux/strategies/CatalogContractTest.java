package io.agentflux.strategies;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import io.agentflux.testkit.StrategyContract;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy of the catalogue keeps the contract. */
@ParameterizedClass
@MethodSource("factories")
class CatalogContractTest extends StrategyContract {

    @Parameter
    StrategyFactory factory;

    static Collection<StrategyFactory> factories() {
        return StrategyCatalog.load(CatalogContractTest.class.getClassLoader()).factories();
    }

    @Override
    protected Strategy create(RandomGenerator random) {
        return factory.create(StrategySettings.ofDefaults(factory.parameters()), random);
    }

    @Override
    protected boolean actsWithoutEvidence() {
        return factory.name().equals("random-walk");
    }
}
