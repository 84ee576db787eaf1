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
 * {@code linucb}: a linear model of the score for each arm, and the arm with the largest upper confidence bound in the present
 * context. L. Li, W. Chu, J. Langford, R. E. Schapire, "A Contextual-Bandit Approach to Personalized News Article
 * Recommendation", 2010, with disjoint models.
 *
 * <p>The context {@code x} has six features between 0 and 1 and no intercept: people enrolled (of 200), share active today,
 * share active this week, days (of 30), scan frequency (of 5), retention; the last two 0.5 while untrusted. With {@code A} the
 * identity plus the sum of {@code x x'} and {@code b} the sum of {@code r x} over the arm's pulls, the bound is {@code b' A^-1 x
 * + alpha sqrt(x' A^-1 x)}. The reward {@code r} is the score at the end of the pull, not its change.
 */
public final class LinUcbFactory implements StrategyFactory {

    private static final int FEATURES = 6;

    /** For the service loader. */
    public LinUcbFactory() {}

    @Override
    public String name() {
        return "linucb";
    }

    @Override
    public String description() {
        return "Plays the arm whose linear model of the present context promises the most.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        List<StrategyParameter> parameters =
                new ArrayList<>(ArmPlayer.parameters(ArmSet.CONTEXTUAL, CompositeScore.NORMALISED_OPTIMISTIC));
        parameters.add(new StrategyParameter.Quantity(
                "alpha", "The width of the confidence bound: larger explores more.", 1.5, 0, 100));
        return parameters;
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return ArmPlayer.of(new LinUcb(ArmPlayer.arms(settings).size(), FEATURES, settings.number("alpha")), settings);
    }
}
