package io.agentflux.strategies.bandit;

import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;

/** What a pull is worth, from the score before and after it. */
enum ArmReward {
    /** By how much the score changed, centred at 0.5 and held between 0 and 1. */
    CHANGE {
        @Override
        double of(double before, double after) {
            return Math.max(0, Math.min(1, 0.5 + after - before));
        }
    },
    /** The score itself. */
    LEVEL {
        @Override
        double of(double before, double after) {
            return after;
        }
    };

    abstract double of(double before, double after);

    static StrategyParameter parameter() {
        return new StrategyParameter.Choice(
                "reward",
                "What a pull is worth: the change of the score during it plus 0.5, held between 0 and 1, or the level of the"
                        + " score at its end (then choose a normalised score).",
                "change",
                List.of("change", "level"));
    }

    static ArmReward of(StrategySettings settings) {
        return settings.choice("reward").equals("level") ? LEVEL : CHANGE;
    }
}
