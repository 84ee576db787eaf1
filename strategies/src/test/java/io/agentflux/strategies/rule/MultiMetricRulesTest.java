package io.agentflux.strategies.rule;

import static io.agentflux.arena.Metric.FEEDBACK_QUALITY;
import static io.agentflux.arena.Metric.RETENTION_RATE;
import static io.agentflux.arena.Metric.SCAN_FREQUENCY;
import static io.agentflux.arena.Metric.STREAK_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MultiMetricRulesTest {

    private final Strategy rules = Worlds.strategy("multi-metric");

    private ConfigUpdate decide(Map<Metric, Double> values) {
        return rules.decide(Worlds.signals(values), Economy.defaults()).orElseThrow();
    }

    @Test
    @DisplayName("the levers of the worst metric rise by 12 %, by 20 % once it is critical")
    void boostsTheWorst() {
        // retention 0.434 / 0.7 = 0.62; 5 * 1.12 = 5.6, 50 * 1.12 = 56, 15 * 1.12 = 16.8
        ConfigUpdate low =
                decide(Map.of(SCAN_FREQUENCY, 3.0, RETENTION_RATE, 0.434, FEEDBACK_QUALITY, 0.5, STREAK_LENGTH, 5.0));
        assertThat(low.economyOverrides())
                .containsExactly(
                        entry("streakBonusPerDay", 6.0),
                        entry("streakBonusCap", 56.0),
                        entry("firstScanOfDayXp", 17.0));
        // 0.35 + 0.62 * 0.3 + 0.2 + 0.15
        assertThat(low.reasoning()).isEqualTo("Boosting RETENTION_RATE (score=0.62), composite=0.89");

        ConfigUpdate critical = decide(Map.of(SCAN_FREQUENCY, 1.2, RETENTION_RATE, 0.7));
        assertThat(critical.economyOverrides())
                .containsExactly(entry("scanXp", 12.0), entry("firstScanOfDayXp", 18.0), entry("scanDailyCap", 24.0));
    }

    @Test
    @DisplayName("the levers of metrics above 1.3 are trimmed by 8 %, unless they are being raised")
    void trimsAbundance() {
        // frequency 4.2 / 3 = 1.4; firstScanOfDayXp belongs to retention too
        ConfigUpdate update = decide(Map.of(SCAN_FREQUENCY, 4.2, RETENTION_RATE, 0.42));

        assertThat(update.economyOverrides())
                .containsExactly(
                        entry("streakBonusPerDay", 6.0),
                        entry("streakBonusCap", 56.0),
                        entry("firstScanOfDayXp", 17.0),
                        entry("scanXp", 9.0),
                        entry("scanDailyCap", 18.0));
    }

    @Test
    @DisplayName("of equally bad metrics the first is raised")
    void prefersTheFirst() {
        assertThat(decide(Map.of(FEEDBACK_QUALITY, 0.25, SCAN_FREQUENCY, 1.5)).reasoning())
                .startsWith("Boosting SCAN_FREQUENCY (score=0.50)");
    }

    @Test
    @DisplayName("it holds while all are at 0.8 of their targets, and leaves out what is not trusted")
    void holds() {
        assertThat(rules.decide(Worlds.signals(Map.of(SCAN_FREQUENCY, 2.41, RETENTION_RATE, 0.57)), Economy.defaults()))
                .isEmpty();
        assertThat(rules.decide(Worlds.signals(Map.of(SCAN_FREQUENCY, 0.1), 9), Economy.defaults()))
                .isEmpty();
    }
}
