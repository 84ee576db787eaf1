package io.agentflux.strategies.rule;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code rules}: three written rules, no memory.
 *
 * <p>Once the scan frequency is trusted: below {@code low-frequency} scanXp is raised by 15 %, above {@code high-frequency} it
 * is lowered by 10 %; where retention is reported and below {@code low-retention}, streakBonusPerDay is raised by 20 %. New
 * values are whole, ties to the even number, so a small value may stay as it is; then nothing is proposed for it.
 */
public final class QuickstartRulesFactory implements StrategyFactory {

    /** For the service loader. */
    public QuickstartRulesFactory() {}

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String description() {
        return "Pays more per scan when people scan little, less when they scan a lot, and more per streak when they leave.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                new StrategyParameter.Quantity(
                        "low-frequency", "Scans per person and day below which scanXp rises.", 2, 0, 100),
                new StrategyParameter.Quantity(
                        "high-frequency", "Scans per person and day above which scanXp falls.", 4, 0, 100),
                new StrategyParameter.Quantity(
                        "low-retention", "Share of active people below which streakBonusPerDay rises.", 0.5, 0, 1),
                new StrategyParameter.Quantity("cooldown", "Cycles to hold after each accepted update.", 0, 0, 1_000));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new QuickstartRules(
                        settings.number("low-frequency"),
                        settings.number("high-frequency"),
                        settings.number("low-retention"))
                .coolingDownFor(settings.wholeNumber("cooldown"));
    }
}
