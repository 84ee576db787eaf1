package io.agentflux.strategies.bandit;

import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code epsilon-greedy}: with probability epsilon an arm at random, otherwise the one with the best mean; the first of
 * equals. An arm that was never pulled counts as 0.
 */
public final class EpsilonGreedyFactory implements StrategyFactory {

    /** For the service loader. */
    public EpsilonGreedyFactory() {}

    @Override
    public String name() {
        return "epsilon-greedy";
    }

    @Override
    public String description() {
        return "Plays the best arm so far, and now and then one at random.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        List<StrategyParameter> parameters =
                new ArrayList<>(ArmPlayer.parameters(ArmSet.SPECIALISTS, CompositeScore.WEIGHTED));
        parameters.add(ArmReward.parameter());
        parameters.add(
                new StrategyParameter.Quantity("epsilon", "The probability of playing an arm at random.", 0.1, 0, 1));
        return parameters;
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return ArmPlayer.of(
                new EpsilonGreedy(
                        ArmPlayer.arms(settings).size(), ArmReward.of(settings), settings.number("epsilon"), random),
                settings);
    }
}
