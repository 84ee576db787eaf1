package io.agentflux.strategies.ensemble;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.FIRST_SCAN_OF_DAY_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The deciders of the ensemble: by which factor each would change which parameters. */
enum Member {
    /** Answers low and high frequency and low retention, else does nothing. */
    REACTIVE("Reactive") {
        @Override
        Map<EconomyParameter, Double> factors(Signals signals) {
            Map<EconomyParameter, Double> factors = new LinkedHashMap<>();
            double frequency = trusted(signals, Metric.SCAN_FREQUENCY).orElse(Double.NaN);
            if (frequency < 2) {
                factors.put(SCAN_XP, 1.2);
            } else if (frequency > 4.5) {
                factors.put(SCAN_XP, 0.9);
            }
            if (trusted(signals, Metric.RETENTION_RATE).orElse(Double.NaN) < 0.5) {
                factors.put(STREAK_BONUS_PER_DAY, 1.25);
            }
            return factors;
        }
    },
    /** Nudges everything up, or down once people scan a lot. */
    CONSERVATIVE("Conservative") {
        @Override
        Map<EconomyParameter, Double> factors(Signals signals) {
            int direction = trusted(signals, Metric.SCAN_FREQUENCY).orElse(Double.NaN) > 4 ? -1 : 1;
            Map<EconomyParameter, Double> factors = new LinkedHashMap<>();
            factors.put(SCAN_XP, 1 + direction * 0.05);
            factors.put(FEEDBACK_XP, 1 + direction * 0.05);
            factors.put(STREAK_BONUS_PER_DAY, 1 + direction * 0.03);
            return factors;
        }
    },
    /** Pushes hard what is weaker, quantity or quality. */
    BOLD("Bold") {
        @Override
        Map<EconomyParameter, Double> factors(Signals signals) {
            Optional<Double> frequency = trusted(signals, Metric.SCAN_FREQUENCY);
            Optional<Double> quality = trusted(signals, Metric.FEEDBACK_QUALITY);
            if (frequency.isEmpty() || quality.isEmpty()) {
                return Map.of(SCAN_XP, 1.25);
            }
            Map<EconomyParameter, Double> factors = new LinkedHashMap<>();
            boolean isQuantityWeaker = frequency.get() < 5 * quality.get();
            factors.put(isQuantityWeaker ? SCAN_XP : FEEDBACK_XP, 1.3);
            factors.put(isQuantityWeaker ? FIRST_SCAN_OF_DAY_XP : PHOTO_XP, 1.25);
            return factors;
        }
    };

    private final String title;

    Member(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract Map<EconomyParameter, Double> factors(Signals signals);

    private static Optional<Double> trusted(Signals signals, Metric metric) {
        return signals.trustedMetric(metric).map(MetricSignal::value);
    }
}
