package io.agentflux.strategies.rule;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import java.util.random.RandomGenerator;

/**
 * {@code multi-metric}: raises the levers of the least healthy metric, no memory.
 *
 * <p>The health of a metric is its value over its target: scan frequency 3, retention 0.7, feedback quality 0.5, streak length
 * 5 days. While all are at least 0.8 it holds. Otherwise the levers of the least healthy one (the first of equals) are raised
 * by 12 %, by 20 % if it is below 0.5; levers of metrics above 1.3 that are not being raised are lowered by 8 %. New values are
 * whole, ties to the even number.
 *
 * <p>A metric that is missing or rests on too few people is left out. (The teaching example counts it as half healthy, and so
 * raises for ever the levers of a metric that an arena does not report.)
 */
public final class MultiMetricRulesFactory implements StrategyFactory {

    /** For the service loader. */
    public MultiMetricRulesFactory() {}

    @Override
    public String name() {
        return "multi-metric";
    }

    @Override
    public String description() {
        return "Raises what moves the metric furthest below its target, and trims what moves those far above.";
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new MultiMetricRules();
    }
}
