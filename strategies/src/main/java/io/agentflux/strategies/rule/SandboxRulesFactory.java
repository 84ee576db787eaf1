package io.agentflux.strategies.rule;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code sandbox-rules}: four written rules whose values stay within what an arena with a 50 % limit around the defaults
 * permits, no memory.
 *
 * <p>Once the scan frequency is trusted: below 2 scanXp rises by 15 % up to 15, above 4 it falls by 10 % down to 5; where
 * reported, retention below 0.6 raises streakBonusPerDay by 20 % up to 8, and feedback quality below {@code low-quality} raises
 * feedbackXp by 10 % up to 22. New values are whole, ties to the even number; a value that stays the same is not proposed.
 */
public final class SandboxRulesFactory implements StrategyFactory {

    /** For the service loader. */
    public SandboxRulesFactory() {}

    @Override
    public String name() {
        return "sandbox-rules";
    }

    @Override
    public String description() {
        return "Four rules on frequency, retention and quality, with fixed ceilings.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(new StrategyParameter.Quantity(
                "low-quality",
                "Feedback quality below which feedbackXp rises; 3 for an arena that reports it from 0 to 5.",
                0.6,
                0,
                5));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new SandboxRules(settings.number("low-quality"));
    }
}
