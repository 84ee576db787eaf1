package io.agentflux.strategies.rule;

import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static io.agentflux.strategies.NumberText.percent;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

final class ProductionRules implements Strategy {

    private static final int CLAMPED_IN_A_ROW = 4;

    private final int cooldown;
    private final int rejectionsUntilPause;
    private final int pause;

    private Map<String, Double> lastValues = Map.of();
    private int cyclesToSkip;
    private int rejectionsInARow;
    private int clampedInARow;

    ProductionRules(int cooldown, int rejectionsUntilPause, int pause) {
        this.cooldown = cooldown;
        this.rejectionsUntilPause = rejectionsUntilPause;
        this.pause = pause;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        double damping = damping(signals);
        if (cyclesToSkip > 0) {
            cyclesToSkip--;
            return Optional.empty();
        }
        Optional<MetricSignal> frequency = signals.trustedMetric(Metric.SCAN_FREQUENCY);
        if (frequency.isEmpty()) {
            return Optional.empty();
        }
        Adjustment adjustment = new Adjustment(economy);
        if (frequency.get().value() < 2) {
            adjustment.set(SCAN_XP, adjustment.scaled(SCAN_XP, 1 + 0.15 * damping));
        } else if (frequency.get().value() > 4.5) {
            adjustment.set(SCAN_XP, adjustment.scaled(SCAN_XP, 1 - 0.1 * damping));
        }
        if (signals.trustedMetric(Metric.RETENTION_RATE)
                .filter(retention -> retention.value() < 0.5)
                .isPresent()) {
            adjustment.set(STREAK_BONUS_PER_DAY, adjustment.scaled(STREAK_BONUS_PER_DAY, 1 + 0.15 * damping));
        }
        return adjustment.toUpdate(
                "Production agent: dampening=" + percent(damping) + ", changes={" + adjustment.changes() + "}");
    }

    /** Smaller the more the trusted metrics have moved since the last cycle, on average and relative to what they were. */
    private double damping(Signals signals) {
        Map<String, Double> values = new LinkedHashMap<>();
        double drift = 0;
        int compared = 0;
        for (Map.Entry<String, MetricSignal> entry : signals.metrics().entrySet()) {
            if (entry.getValue().isTrusted()) {
                double value = entry.getValue().value();
                values.put(entry.getKey(), value);
                double last = lastValues.getOrDefault(entry.getKey(), 0.0);
                if (last > 0) {
                    drift += Math.abs(value - last) / last;
                    compared++;
                }
            }
        }
        lastValues = values;
        double meanDrift = compared == 0 ? 0 : drift / compared;
        return meanDrift > 0.2 ? 0.5 : meanDrift > 0.1 ? 0.75 : 1;
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        if (!result.accepted()) {
            rejectionsInARow++;
            boolean isPause = rejectionsInARow % rejectionsUntilPause == 0;
            cyclesToSkip = Math.max(0, (isPause ? pause : cooldown) - 1);
            return;
        }
        rejectionsInARow = 0;
        clampedInARow = result.clampedDeltas().isEmpty() ? 0 : clampedInARow + 1;
        if (clampedInARow == CLAMPED_IN_A_ROW) {
            clampedInARow = 0;
            cyclesToSkip = Math.max(0, cooldown - 1);
        }
    }
}
