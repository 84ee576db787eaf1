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
 * {@code ucb1}: every arm once, then the one with the largest {@code mean + c sqrt(ln N / n)}, where {@code n} is its number
 * of pulls and {@code N} that of all; the first of equals. P. Auer, N. Cesa-Bianchi, P. Fischer, "Finite-time Analysis of the
 * Multiarmed Bandit Problem", 2002, where {@code c} is the root of 2.
 *
 * <p>As with all bandits here, a refused update is no pull and teaches nothing; see {@link ThompsonSamplingFactory}.
 */
public final class Ucb1Factory implements StrategyFactory {

    /** For the service loader. */
    public Ucb1Factory() {}

    @Override
    public String name() {
        return "ucb1";
    }

    @Override
    public String description() {
        return "Plays the arm whose upper confidence bound is the largest.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        List<StrategyParameter> parameters =
                new ArrayList<>(ArmPlayer.parameters(ArmSet.SPECIALISTS, CompositeScore.WEIGHTED));
        parameters.add(ArmReward.parameter());
        parameters.add(new StrategyParameter.Quantity(
                "exploration", "The factor c of the confidence bound: larger explores more.", 1, 0, 100));
        return parameters;
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return ArmPlayer.of(
                new Ucb1(ArmPlayer.arms(settings).size(), ArmReward.of(settings), settings.number("exploration")),
                settings);
    }
}
