package io.agentflux.strategies.rule;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static io.agentflux.strategies.NumberText.fixed;
import static io.agentflux.strategies.NumberText.percent;
import static io.agentflux.strategies.NumberText.plain;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Optional;

record SandboxRules(double lowQuality) implements Strategy {

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        Optional<MetricSignal> frequency = signals.trustedMetric(Metric.SCAN_FREQUENCY);
        if (frequency.isEmpty()) {
            return Optional.empty();
        }
        Adjustment adjustment = new Adjustment(economy);
        adjustScans(frequency.get().value(), adjustment);
        signals.metric(Metric.RETENTION_RATE).ifPresent(retention -> adjustStreak(retention.value(), adjustment));
        signals.metric(Metric.FEEDBACK_QUALITY).ifPresent(quality -> adjustFeedback(quality.value(), adjustment));
        return adjustment.toUpdate();
    }

    private static void adjustScans(double frequency, Adjustment adjustment) {
        if (frequency < 2) {
            double scanXp = Math.min(15, adjustment.scaled(SCAN_XP, 1.15));
            adjustment.set(
                    SCAN_XP, scanXp, "scan frequency low (" + fixed(frequency, 1) + "), scanXp to " + plain(scanXp));
        } else if (frequency > 4) {
            double scanXp = Math.max(5, adjustment.scaled(SCAN_XP, 0.9));
            adjustment.set(
                    SCAN_XP, scanXp, "scan frequency high (" + fixed(frequency, 1) + "), scanXp to " + plain(scanXp));
        }
    }

    private static void adjustStreak(double retention, Adjustment adjustment) {
        if (retention < 0.6) {
            double bonus = Math.min(8, adjustment.scaled(STREAK_BONUS_PER_DAY, 1.2));
            adjustment.set(
                    STREAK_BONUS_PER_DAY,
                    bonus,
                    "retention low (" + percent(retention) + "), streakBonusPerDay to " + plain(bonus));
        }
    }

    private void adjustFeedback(double quality, Adjustment adjustment) {
        if (quality < lowQuality) {
            double feedbackXp = Math.min(22, adjustment.scaled(FEEDBACK_XP, 1.1));
            adjustment.set(
                    FEEDBACK_XP,
                    feedbackXp,
                    "feedback quality low (" + fixed(quality, 2) + "), feedbackXp to " + plain(feedbackXp));
        }
    }
}
