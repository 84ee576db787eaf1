package io.agentflux.strategies.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PidTest {

    private static ConfigUpdate decide(Strategy pid, double frequency, double scanXp) {
        return pid.decide(Worlds.frequency(frequency), Economy.defaults().with(EconomyParameter.SCAN_XP, scanXp))
                .orElseThrow();
    }

    @Test
    @DisplayName("the trace 1.8, 1.98, 2.4 by hand")
    void followsTheTrace() {
        Strategy pid = Worlds.strategy("pid");

        // e = 1.2, I = 1.2, D = 0: u = 0.6 + 0.06; 10 * 1.066 = 10.66
        ConfigUpdate first = decide(pid, 1.8, 10);
        assertThat(first.economyOverrides()).containsExactly(entry("scanXp", 11.0));
        assertThat(first.reasoning()).isEqualTo("PID control: freq=1.80, target=3.0, error=+1.20, output=+0.66");

        // e = 1.02, I = 2.22, D = -0.18: u = 0.51 + 0.111 - 0.018; 11 * 1.0603 = 11.66
        ConfigUpdate second = decide(pid, 1.98, 11);
        assertThat(second.economyOverrides()).containsExactly(entry("scanXp", 12.0));
        assertThat(second.reasoning()).isEqualTo("PID control: freq=1.98, target=3.0, error=+1.02, output=+0.60");

        // e = 0.6, I = 2.82, D = -0.42: u = 0.3 + 0.141 - 0.042; 20 * 1.0399 = 20.8
        ConfigUpdate third = decide(pid, 2.4, 20);
        assertThat(third.economyOverrides()).containsExactly(entry("scanXp", 21.0));
        assertThat(third.reasoning()).endsWith("error=+0.60, output=+0.40");
    }

    @Test
    @DisplayName("above the set point it lowers the lever")
    void lowers() {
        assertThat(decide(Worlds.strategy("pid"), 6, 10).economyOverrides()).containsExactly(entry("scanXp", 8.0));
    }

    @Test
    @DisplayName("output and integral end at their limits")
    void isLimited() {
        Strategy output = Worlds.strategy("pid", Map.of("kp", 100), 1);
        assertThat(decide(output, 1, 10).reasoning()).endsWith("output=+5.00");
        assertThat(decide(output, 5, 10).reasoning()).endsWith("output=-5.00");

        Strategy integral = Worlds.strategy("pid", Map.of("kp", 0, "kd", 0, "ki", 1, "integral-limit", 3), 1);
        assertThat(decide(integral, 1, 100).reasoning()).endsWith("output=+2.00");
        assertThat(decide(integral, 1, 100).reasoning()).endsWith("output=+3.00");
        assertThat(decide(integral, 1, 100).reasoning()).endsWith("output=+3.00");
        assertThat(decide(integral, 4, 100).reasoning()).endsWith("output=+2.00");
    }

    @Test
    @DisplayName("it holds on target, where rounding changes nothing, and inside the dead band")
    void holds() {
        assertThat(Worlds.strategy("pid").decide(Worlds.frequency(3), Economy.defaults()))
                .isEmpty();
        assertThat(Worlds.strategy("pid").decide(Worlds.frequency(2.5), Economy.defaults()))
                .isEmpty();

        Economy large = Economy.defaults().with(EconomyParameter.SCAN_XP, 1_000);
        assertThat(Worlds.strategy("pid").decide(Worlds.frequency(2.9), large)).isPresent();
        assertThat(Worlds.strategy("pid", Map.of("dead-band", 0.1), 1).decide(Worlds.frequency(2.9), large))
                .isEmpty();
    }

    @Test
    @DisplayName("a cycle without a trusted metric changes nothing, also not the memory")
    void forgetsUntrustedCycles() {
        Strategy steady = Worlds.strategy("pid");
        Strategy interrupted = Worlds.strategy("pid");
        decide(steady, 1.8, 10);
        decide(interrupted, 1.8, 10);

        assertThat(interrupted.decide(Worlds.signals(Map.of(Metric.SCAN_FREQUENCY, 0.0), 9), Economy.defaults()))
                .isEmpty();
        assertThat(interrupted.decide(Worlds.nothing(), Economy.defaults())).isEmpty();
        assertThat(decide(interrupted, 1.98, 11)).isEqualTo(decide(steady, 1.98, 11));
    }

    @Test
    @DisplayName("metric and lever can be chosen")
    void steersOtherMetrics() {
        Strategy pid = Worlds.strategy(
                "pid", Map.of("metric", "RETENTION_RATE", "lever", "streakBonusCap", "set-point", 0.8, "kp", 5), 1);

        ConfigUpdate update =
                pid.decide(Worlds.threeMetrics(3, 0.5, 0.5), Economy.defaults()).orElseThrow();

        // u = 5 * 0.3 + 0.05 * 0.3; 50 * 1.1515 = 57.6
        assertThat(update.economyOverrides()).containsExactly(entry("streakBonusCap", 58.0));
        assertThat(update.reasoning()).startsWith("PID control: retention rate=0.50, target=0.8");
    }
}
