package io.agentflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import io.agentflux.testkit.StrategyContract;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CustomStrategyTest extends StrategyContract {

    @Override
    protected Strategy create(RandomGenerator random) {
        return new CustomStrategy(3, 4);
    }

    @Test
    @DisplayName("it raises the reward below the band, lowers it above, and holds within")
    void keepsTheBand() {
        double usual = Economy.defaults().value(EconomyParameter.SCAN_XP);

        assertThat(wantedAt(2.6)).isEqualTo(usual + 1);
        assertThat(wantedAt(4.2)).isEqualTo(usual - 1);
        assertThat(wantedAt(3.2)).isEqualTo(usual);
    }

    private static double wantedAt(double frequency) {
        MetricSignal scans = MetricSignal.of(frequency, null, 200);
        Signals signals = new Signals(80, 40, 60, 1_000, 3, Map.of(Metric.SCAN_FREQUENCY.name(), scans), null);
        return new CustomStrategy(3, 4)
                .decide(signals, Economy.defaults())
                .map(update -> update.economyOverrides().getOrDefault(EconomyParameter.SCAN_XP.wireName(), Double.NaN))
                .orElse(Economy.defaults().value(EconomyParameter.SCAN_XP));
    }
}
