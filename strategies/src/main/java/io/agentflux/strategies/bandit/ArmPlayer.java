package io.agentflux.strategies.bandit;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategies.NumberText;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays the arms that a policy chooses and tells it what came of them.
 *
 * <p>A pull is credited only if its arm was in force: because the arena accepted it, cut back or not, or because the economy
 * was already that of the arm, in which case nothing is proposed. After a refusal the policy chooses again and nothing is
 * learnt. Nothing happens while the score is not trusted.
 */
final class ArmPlayer implements Strategy {

    private static final String RESET = "reset";
    private static final String KEEP = "keep";

    private final ArmPolicy policy;
    private final List<Arm> arms;
    private final CompositeScore score;
    private final boolean resetOthers;
    private final int cyclesPerPull;
    private final ArmMeans scores;
    private final ArmMeans changes;

    private @Nullable Economy initial;
    private int arm;
    private double scoreBefore;
    private boolean inForce;
    private int cyclesInForce;

    private ArmPlayer(ArmPolicy policy, List<Arm> arms, StrategySettings settings) {
        this.policy = policy;
        this.arms = arms;
        this.score = CompositeScore.ofWireName(settings.choice("score"));
        this.resetOthers = settings.choice("other-parameters").equals(RESET);
        this.cyclesPerPull = settings.wholeNumber("cycles-per-pull");
        this.scores = new ArmMeans(arms.size());
        this.changes = new ArmMeans(arms.size());
    }

    /** The parameters that every bandit has. */
    static List<StrategyParameter> parameters(ArmSet defaultArms, CompositeScore defaultScore) {
        return List.of(
                ArmSet.parameter(defaultArms),
                CompositeScore.parameter(defaultScore),
                new StrategyParameter.Choice(
                        "other-parameters",
                        "What becomes of the parameters an arm does not name: reset to what the agent found at its start,"
                                + " or keep what the arm before has left.",
                        RESET,
                        List.of(RESET, KEEP)),
                new StrategyParameter.Quantity(
                        "cycles-per-pull",
                        "Cycles an arm stays in force before it is judged and the next one is chosen.",
                        1,
                        1,
                        10_000));
    }

    /** The arms that the settings name, or hold. */
    static List<Arm> arms(StrategySettings settings) {
        Map<String, Map<EconomyParameter, Double>> own = settings.ownEconomies("arms");
        return own.isEmpty()
                ? ArmSet.ofWireName(settings.choice("arms")).arms()
                : own.entrySet().stream()
                        .map(arm -> Arm.of(arm.getKey(), arm.getValue()))
                        .toList();
    }

    static ArmPlayer of(ArmPolicy policy, StrategySettings settings) {
        return new ArmPlayer(policy, arms(settings), settings);
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        Economy start = initial == null ? economy : initial;
        initial = start;
        if (!score.isTrusted(signals)) {
            return Optional.empty();
        }
        double now = score.of(signals);
        if (inForce) {
            if (++cyclesInForce < cyclesPerPull) {
                return Optional.empty();
            }
            policy.learn(arm, scoreBefore, now);
            scores.add(arm, now);
            changes.add(arm, now - scoreBefore);
        }
        arm = policy.choose(signals);
        scoreBefore = now;
        cyclesInForce = 0;
        Arm chosen = arms.get(arm);
        Economy target = (resetOthers ? start : economy).with(chosen.values());
        Map<EconomyParameter, Double> overrides = economy.changesTo(target);
        inForce = overrides.isEmpty();
        return inForce ? Optional.empty() : Optional.of(ConfigUpdate.of(overrides, policy.reasoning(chosen)));
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        inForce = result.accepted();
    }

    /** For each arm how often it was credited, and the mean score at the end of a pull and mean change of it over one. */
    @Override
    public String report() {
        int width = arms.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        StringBuilder table = new StringBuilder(NumberText.row(width, "arm", "pulls", "score", "change"));
        for (int each = 0; each < arms.size(); each++) {
            boolean isPulled = scores.pulls(each) > 0;
            table.append(NumberText.row(
                    width,
                    arms.get(each).name(),
                    Integer.toString(scores.pulls(each)),
                    isPulled ? NumberText.fixed(scores.mean(each), 3) : "-",
                    isPulled ? NumberText.signed(changes.mean(each), 3) : "-"));
        }
        return table.toString();
    }
}
