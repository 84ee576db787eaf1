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
 * {@code thompson}: Thompson sampling with a Beta posterior for each arm, beginning at Beta(1, 1).
 *
 * <p>A pull succeeds if the score rose while its arm was in force; success adds 1 to the arm's first shape, failure to its
 * second. Each choice draws once from every posterior and plays the largest. A rise over one cycle is mostly noise where
 * metrics move slowly: raise {@code cycles-per-pull}, or compare with the average of all scores so far.
 *
 * <p>What differs from the usual teaching example: a refused update is not credited, an economy that is already the arm's is
 * not proposed again, nothing is done while the score is not trusted, and an arm resets the parameters it does not name, so
 * that it means the same whatever was played before ({@code other-parameters: keep} gives that up).
 */
public final class ThompsonSamplingFactory implements StrategyFactory {

    private static final String RISE = "rise";
    private static final String ABOVE_AVERAGE = "above-average";

    /** For the service loader. */
    public ThompsonSamplingFactory() {}

    @Override
    public String name() {
        return "thompson";
    }

    @Override
    public String description() {
        return "Plays the arm that a draw from each arm's Beta posterior favours.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        List<StrategyParameter> parameters =
                new ArrayList<>(ArmPlayer.parameters(ArmSet.STYLES, CompositeScore.WEIGHTED));
        parameters.add(new StrategyParameter.Choice(
                "success",
                "When a pull succeeds: the score rose since the arm was chosen, or it is above the average score so far.",
                RISE,
                List.of(RISE, ABOVE_AVERAGE)));
        return parameters;
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return ArmPlayer.of(
                new ThompsonSampling(
                        ArmPlayer.arms(settings).size(),
                        settings.choice("success").equals(ABOVE_AVERAGE),
                        random),
                settings);
    }
}
