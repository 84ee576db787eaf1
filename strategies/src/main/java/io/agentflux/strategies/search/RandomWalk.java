package io.agentflux.strategies.search;

import static io.agentflux.strategies.NumberText.plain;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Optional;
import java.util.random.RandomGenerator;

final class RandomWalk implements Strategy {

    private static final EconomyParameter[] PARAMETERS = EconomyParameter.values();

    private final double largestStep;
    private final double range;
    private final RandomGenerator random;

    RandomWalk(double largestStepPercent, double range, RandomGenerator random) {
        this.largestStep = largestStepPercent / 100;
        this.range = range;
        this.random = random;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        EconomyParameter parameter = PARAMETERS[random.nextInt(PARAMETERS.length)];
        double direction = 2 * random.nextDouble() - 1;
        double current = economy.value(parameter);
        double wanted = bounded(parameter, current + step(current, direction));
        return wanted == current
                ? Optional.empty()
                : Optional.of(ConfigUpdate.of(
                        parameter,
                        wanted,
                        "Random walk: " + parameter + " from " + plain(current) + " to " + plain(wanted)));
    }

    /** A whole number of units, at least one. */
    private double step(double current, double direction) {
        double step = Math.max(1, Math.rint(current * largestStep * Math.abs(direction)));
        return Math.copySign(step, direction);
    }

    private double bounded(EconomyParameter parameter, double value) {
        double lowest = Math.ceil(parameter.globalDefault() / range);
        double highest = Math.floor(parameter.globalDefault() * range);
        return Math.max(lowest, Math.min(highest, value));
    }
}
