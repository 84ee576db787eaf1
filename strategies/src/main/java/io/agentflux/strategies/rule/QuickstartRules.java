package io.agentflux.strategies.rule;

import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static io.agentflux.strategies.NumberText.fixed;
import static io.agentflux.strategies.NumberText.percent;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Optional;

record QuickstartRules(double lowFrequency, double highFrequency, double lowRetention) implements Strategy {

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        Optional<MetricSignal> frequency = signals.trustedMetric(Metric.SCAN_FREQUENCY);
        if (frequency.isEmpty()) {
            return Optional.empty();
        }
        Adjustment adjustment = new Adjustment(economy);
        adjustScans(frequency.get().value(), adjustment);
        signals.metric(Metric.RETENTION_RATE).ifPresent(retention -> adjustStreak(retention.value(), adjustment));
        return adjustment.toUpdate();
    }

    private void adjustScans(double frequency, Adjustment adjustment) {
        if (frequency < lowFrequency) {
            adjustment.set(
                    SCAN_XP, adjustment.scaled(SCAN_XP, 1.15), "scan frequency low (" + fixed(frequency, 1) + "/day)");
        } else if (frequency > highFrequency) {
            adjustment.set(
                    SCAN_XP,
                    adjustment.scaled(SCAN_XP, 0.9),
                    "scan frequency high (" + fixed(frequency, 1) + "/day), reducing cost");
        }
    }

    private void adjustStreak(double retention, Adjustment adjustment) {
        if (retention < lowRetention) {
            adjustment.set(
                    STREAK_BONUS_PER_DAY,
                    adjustment.scaled(STREAK_BONUS_PER_DAY, 1.2),
                    "retention low (" + percent(retention) + ")");
        }
    }
}
