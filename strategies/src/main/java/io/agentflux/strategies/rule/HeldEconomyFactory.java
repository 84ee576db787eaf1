package io.agentflux.strategies.rule;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code hold}: an economy thought out beforehand. It is proposed as a whole whenever it is not in force, from the first cycle
 * on and whatever the signals say, so that it is reached as fast as guardrails allow. Values are rounded to whole points.
 */
public final class HeldEconomyFactory implements StrategyFactory {

    private static final double MOST = 1_000_000;

    /** For the service loader. */
    public HeldEconomyFactory() {}

    @Override
    public String name() {
        return "hold";
    }

    @Override
    public String description() {
        return "Moves to an economy of your choice in the steps guardrails allow, and holds it.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return Arrays.stream(EconomyParameter.values())
                .map(parameter -> (StrategyParameter) new StrategyParameter.Quantity(
                        key(parameter),
                        "The " + parameter.wireName() + " to hold, in whole points or events.",
                        parameter.globalDefault(),
                        0,
                        MOST))
                .toList();
    }

    private static String key(EconomyParameter parameter) {
        return parameter.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        Map<EconomyParameter, Double> values = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            values.put(parameter, Math.rint(settings.number(key(parameter))));
        }
        return new HeldEconomy(Economy.defaults().with(values));
    }
}
