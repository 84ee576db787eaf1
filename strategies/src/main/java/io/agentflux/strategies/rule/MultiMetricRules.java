package io.agentflux.strategies.rule;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_DAILY_CAP;
import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.FIRST_SCAN_OF_DAY_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_DAILY_CAP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_CAP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static io.agentflux.strategies.NumberText.fixed;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.List;
import java.util.Optional;

final class MultiMetricRules implements Strategy {

    /** What a metric should be, how much it matters, and what moves it. */
    private record Goal(Metric metric, double target, double weight, List<EconomyParameter> levers) {}

    /** How near a metric is to its target: 1 is there. */
    private record Health(Goal goal, double value) {}

    private static final double FINE = 0.8;
    private static final double CRITICAL = 0.5;
    private static final double ABUNDANT = 1.3;
    private static final double MOST_THAT_COUNTS = 1.5;

    private static final List<Goal> GOALS = List.of(
            new Goal(Metric.SCAN_FREQUENCY, 3, 0.35, List.of(SCAN_XP, FIRST_SCAN_OF_DAY_XP, SCAN_DAILY_CAP)),
            new Goal(
                    Metric.RETENTION_RATE,
                    0.7,
                    0.3,
                    List.of(STREAK_BONUS_PER_DAY, STREAK_BONUS_CAP, FIRST_SCAN_OF_DAY_XP)),
            new Goal(Metric.FEEDBACK_QUALITY, 0.5, 0.2, List.of(FEEDBACK_XP, PHOTO_XP, FEEDBACK_DAILY_CAP)),
            new Goal(Metric.STREAK_LENGTH, 5, 0.15, List.of(STREAK_BONUS_PER_DAY, STREAK_BONUS_CAP)));

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        List<Health> healths = GOALS.stream()
                .flatMap(goal -> signals.trustedMetric(goal.metric()).stream()
                        .map(signal -> new Health(goal, signal.value() / goal.target())))
                .toList();
        if (healths.stream().allMatch(health -> health.value() >= FINE)) {
            return Optional.empty();
        }
        Health worst = worst(healths);
        Adjustment adjustment = new Adjustment(economy);
        for (EconomyParameter lever : worst.goal().levers()) {
            adjustment.set(lever, adjustment.scaled(lever, worst.value() < CRITICAL ? 1.2 : 1.12));
        }
        for (Health health : healths) {
            if (health.value() > ABUNDANT) {
                trim(health.goal(), worst.goal(), adjustment);
            }
        }
        return adjustment.toUpdate("Boosting " + worst.goal().metric() + " (score=" + fixed(worst.value(), 2)
                + "), composite=" + fixed(composite(healths), 2));
    }

    /** The first of the least healthy. */
    private static Health worst(List<Health> healths) {
        Health worst = healths.get(0);
        for (Health health : healths) {
            if (health.value() < worst.value()) {
                worst = health;
            }
        }
        return worst;
    }

    private static void trim(Goal abundant, Goal boosted, Adjustment adjustment) {
        for (EconomyParameter lever : abundant.levers()) {
            if (!boosted.levers().contains(lever) && !adjustment.touches(lever)) {
                adjustment.set(lever, adjustment.scaled(lever, 0.92));
            }
        }
    }

    private static double composite(List<Health> healths) {
        double sum = 0;
        double weights = 0;
        for (Health health : healths) {
            sum += Math.min(health.value(), MOST_THAT_COUNTS) * health.goal().weight();
            weights += health.goal().weight();
        }
        return sum / weights;
    }
}
