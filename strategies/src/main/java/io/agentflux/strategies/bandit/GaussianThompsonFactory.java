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
 * {@code gaussian-thompson}: Thompson sampling with a normal posterior for the mean reward of each arm, the noise being known.
 *
 * <p>With prior {@code N(m, s²)}, noise deviation {@code d} and {@code n} rewards of sum {@code S}, the posterior has the
 * precision {@code p = 1/s² + n/d²} and the mean {@code (m/s² + S/d²) / p}. Each choice draws once from every posterior and
 * plays the largest.
 */
public final class GaussianThompsonFactory implements StrategyFactory {

    /** For the service loader. */
    public GaussianThompsonFactory() {}

    @Override
    public String name() {
        return "gaussian-thompson";
    }

    @Override
    public String description() {
        return "Plays the arm that a draw from each arm's normal posterior favours.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        List<StrategyParameter> parameters =
                new ArrayList<>(ArmPlayer.parameters(ArmSet.STYLES, CompositeScore.WEIGHTED));
        parameters.add(ArmReward.parameter());
        parameters.add(new StrategyParameter.Quantity(
                "prior-mean", "The reward expected of an arm before it is played.", 0.5, -1_000, 1_000));
        parameters.add(new StrategyParameter.Quantity(
                "prior-deviation", "How far that expectation may be off.", 0.5, 0.001, 1_000));
        parameters.add(new StrategyParameter.Quantity(
                "noise-deviation", "The standard deviation of a single reward.", 0.25, 0.001, 1_000));
        return parameters;
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return ArmPlayer.of(
                new GaussianThompson(
                        ArmPlayer.arms(settings).size(),
                        ArmReward.of(settings),
                        settings.number("prior-mean"),
                        settings.number("prior-deviation"),
                        settings.number("noise-deviation"),
                        random),
                settings);
    }
}
