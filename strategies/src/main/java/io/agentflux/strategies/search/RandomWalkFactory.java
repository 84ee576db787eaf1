package io.agentflux.strategies.search;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code random-walk}: looks at nothing and moves one parameter a little, to show what luck alone achieves.
 *
 * <p>Each cycle one of the ten parameters and a direction and size uniform in {@code ±step} percent are drawn; the step is a
 * whole number of units, at least one. A value never leaves {@code [default / range, default * range]}; a step that would
 * lead out ends at the border, and a walker at the border that is pushed outwards holds.
 */
public final class RandomWalkFactory implements StrategyFactory {

    /** For the service loader. */
    public RandomWalkFactory() {}

    @Override
    public String name() {
        return "random-walk";
    }

    @Override
    public String description() {
        return "Moves one parameter at random by a small step: what luck alone achieves.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                new StrategyParameter.Quantity(
                        "step", "The largest step, in percent of the current value.", 10, 0, 100),
                new StrategyParameter.Quantity(
                        "range", "How far a value may stray: by this factor below and above its default.", 2, 1, 100));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new RandomWalk(settings.number("step"), settings.number("range"), random);
    }
}
