package io.agentflux.strategies.ensemble;

import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code hedge}: three rule sets compete under exponential weights.
 *
 * <p>Each cycle the member selected last earns {@code r}, the change of the score held within ±1, and its weight is multiplied
 * by {@code exp(learning-rate * r)}; if a weight exceeds 100 all are divided by the largest. Then a member is drawn in
 * proportion to the weights and what it would change is proposed. Only the member that decided is judged, which is bandit
 * feedback; a member whose update was refused is not judged, one that wanted no change is. Nothing happens while the score is
 * not trusted.
 *
 * <ul>
 *   <li>Reactive: scanXp up 20 % below 2 scans a day, down 10 % above 4.5; streakBonusPerDay up 25 % below a retention of 0.5.
 *   <li>Conservative: scanXp and feedbackXp by 5 %, streakBonusPerDay by 3 %: up, or down above 4 scans a day.
 *   <li>Bold: scanXp up 30 % and firstScanOfDayXp 25 % where the frequency is below five times the quality, else feedbackXp
 *       and photoXp likewise; scanXp up 25 % if one of them is not trusted.
 * </ul>
 */
public final class HedgeFactory implements StrategyFactory {

    /** For the service loader. */
    public HedgeFactory() {}

    @Override
    public String name() {
        return "hedge";
    }

    @Override
    public String description() {
        return "Lets a reactive, a conservative and a bold rule set compete under exponential weights.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                new StrategyParameter.Quantity(
                        "learning-rate", "How fast weights follow what members earn.", 0.3, 0, 10),
                CompositeScore.parameter(CompositeScore.WEIGHTED));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        return new Hedge(settings.number("learning-rate"), CompositeScore.ofWireName(settings.choice("score")), random);
    }
}
