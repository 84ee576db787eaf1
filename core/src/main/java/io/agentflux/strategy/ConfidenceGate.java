package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import java.util.List;
import java.util.Optional;

final class ConfidenceGate implements Strategy {

    private final Strategy strategy;
    private final List<Metric> metrics;

    ConfidenceGate(Strategy strategy, Metric... metrics) {
        this.strategy = strategy;
        this.metrics = List.of(metrics);
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        for (Metric metric : metrics) {
            if (signals.trustedMetric(metric).isEmpty()) {
                return Optional.empty();
            }
        }
        return strategy.decide(signals, economy);
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        strategy.onResult(update, result);
    }

    @Override
    public String report() {
        return strategy.report();
    }
}
