package io.agentflux.strategies.rule;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code production}: three rules behind a wrapper that steps back when things go wrong.
 *
 * <p>Once the scan frequency is trusted: below 2 scanXp rises by 15 %, above 4.5 it falls by 10 %; trusted retention below 0.5
 * raises streakBonusPerDay by 15 %. All steps shrink to 75 % if the trusted metrics have moved by more than 10 % since the
 * last cycle, on average, and to 50 % beyond 20 %. New values are whole, ties to the even number.
 *
 * <p>After a refusal it acts again in the cycle number {@code cooldown}; after every {@code max-rejections} in a row only in
 * the cycle number {@code pause}. (The teaching example falls silent for ever.) Four updates in a row that were cut back call
 * for the cool-down too. The drift is measured in every cycle, also in those that are skipped.
 */
public final class ProductionRulesFactory implements StrategyFactory {

    /** For the service loader. */
    public ProductionRulesFactory() {}

    @Override
    public String name() {
        return "production";
    }

    @Override
    public String description() {
        return "Careful rules: smaller steps while metrics drift, cool-down after refusals and repeated clamping.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                new StrategyParameter.Quantity(
                        "cooldown", "The cycle after a refusal in which it acts again.", 3, 1, 10_000),
                new StrategyParameter.Quantity(
                        "max-rejections", "Refusals in a row after which it pauses.", 5, 1, 10_000),
                new StrategyParameter.Quantity(
                        "pause", "The cycle after the last of these refusals in which it acts again.", 10, 1, 10_000));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new ProductionRules(
                settings.wholeNumber("cooldown"),
                settings.wholeNumber("max-rejections"),
                settings.wholeNumber("pause"));
    }
}
