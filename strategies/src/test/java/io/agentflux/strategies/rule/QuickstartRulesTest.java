package io.agentflux.strategies.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartRulesTest {

    private final Strategy rules = Worlds.strategy("rules");

    @Test
    @DisplayName("1.8 scans a day raise scanXp from 10 to 12")
    void raisesWhenLow() {
        ConfigUpdate update =
                rules.decide(Worlds.frequency(1.8), Economy.defaults()).orElseThrow();

        assertThat(update.economyOverrides()).containsExactly(entry("scanXp", 12.0));
        assertThat(update.reasoning()).isEqualTo("scan frequency low (1.8/day)");
    }

    @Test
    @DisplayName("4.2 scans a day lower scanXp from 10 to 9")
    void lowersWhenHigh() {
        ConfigUpdate update =
                rules.decide(Worlds.frequency(4.2), Economy.defaults()).orElseThrow();

        assertThat(update.economyOverrides()).containsExactly(entry("scanXp", 9.0));
        assertThat(update.reasoning()).isEqualTo("scan frequency high (4.2/day), reducing cost");
    }

    @ParameterizedTest
    @CsvSource({"2.0", "3.0", "4.0"})
    @DisplayName("between the thresholds, and on them, it holds")
    void holdsBetween(double frequency) {
        assertThat(rules.decide(Worlds.frequency(frequency), Economy.defaults()))
                .isEmpty();
    }

    @ParameterizedTest(name = "scanXp {0} becomes {1}")
    @CsvSource({"10, 12", "20, 23", "50, 57", "30, 34"})
    @DisplayName("ties are rounded to the even number: 11.5 to 12, 57.5 to 57 as its double is below the tie")
    void roundsHalfToEven(double current, double expected) {
        Economy economy = Economy.defaults().with(EconomyParameter.SCAN_XP, current);

        assertThat(rules.decide(Worlds.frequency(1), economy).orElseThrow().economyOverrides())
                .containsExactly(entry("scanXp", expected));
    }

    @ParameterizedTest
    @CsvSource({"0", "3"})
    @DisplayName("a value too small for a step of 15 % is left alone")
    void leavesSmallValuesAlone(double current) {
        Economy economy = Economy.defaults().with(EconomyParameter.SCAN_XP, current);

        assertThat(rules.decide(Worlds.frequency(1), economy)).isEmpty();
    }

    @Test
    @DisplayName("low retention raises the streak bonus, and the reasons are joined")
    void raisesStreakBonus() {
        ConfigUpdate update = rules.decide(Worlds.threeMetrics(1.8, 0.48, 0.5), Economy.defaults())
                .orElseThrow();

        assertThat(update.economyOverrides()).containsExactly(entry("scanXp", 12.0), entry("streakBonusPerDay", 6.0));
        assertThat(update.reasoning()).isEqualTo("scan frequency low (1.8/day); retention low (48%)");
        assertThat(rules.decide(Worlds.threeMetrics(3, 0.5, 0.5), Economy.defaults()))
                .isEmpty();
    }

    @Test
    @DisplayName("without a trusted frequency it holds, however bad retention is")
    void holdsWithoutTrust() {
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(Metric.SCAN_FREQUENCY, 0.1);
        values.put(Metric.RETENTION_RATE, 0.1);

        assertThat(rules.decide(Worlds.signals(values, 9), Economy.defaults())).isEmpty();
        assertThat(rules.decide(Worlds.signals(Map.of(Metric.RETENTION_RATE, 0.1)), Economy.defaults()))
                .isEmpty();
    }

    @Test
    @DisplayName("thresholds and cool-down can be set")
    void canBeSet() {
        Strategy patient = Worlds.strategy("rules", Map.of("low-frequency", 1.5, "cooldown", 1), 1);

        assertThat(patient.decide(Worlds.frequency(1.8), Economy.defaults())).isEmpty();
        Economy after = Worlds.acceptedCycle(patient, Worlds.frequency(1.4), Economy.defaults());
        assertThat(after.value(EconomyParameter.SCAN_XP)).isEqualTo(12);
        assertThat(patient.decide(Worlds.frequency(1.4), after)).isEmpty();
        assertThat(patient.decide(Worlds.frequency(1.4), after)).isPresent();
    }
}
