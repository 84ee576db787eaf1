package io.agentflux.strategies.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionRulesTest {

    private static final Signals LOW = Worlds.threeMetrics(1.5, 0.6, 0.5);

    private final Strategy rules = Worlds.strategy("production");

    private Optional<ConfigUpdate> decide(Signals signals) {
        return rules.decide(signals, Economy.defaults().with(EconomyParameter.SCAN_XP, 100));
    }

    /** The number of cycles it holds after an answer. */
    private int cyclesHeldAfter(ConfigResult answer) {
        rules.onResult(decide(LOW).orElseThrow(), answer);
        for (int held = 0; ; held++) {
            if (decide(LOW).isPresent()) {
                return held;
            }
        }
    }

    @ParameterizedTest(name = "frequency {0} -> {1}: scanXp {2}, {3}")
    @CsvSource({
        // drift is the mean over three metrics of which one moves
        "1.5, 1.5, 115, 100%",
        "1.5, 1.2, 115, 100%",
        "1.5, 1.95, 115, 100%",
        "1.5, 0.9, 111, 75%",
        "1.5, 0.3, 108, 50%",
    })
    @DisplayName("steps shrink to 75 % beyond a mean drift of 10 %, to 50 % beyond 20 %")
    void dampsWithDrift(double before, double now, double expected, String damping) {
        decide(Worlds.threeMetrics(before, 0.6, 0.5));
        ConfigUpdate update = decide(Worlds.threeMetrics(now, 0.6, 0.5)).orElseThrow();

        assertThat(update.economyOverrides()).containsExactly(entry("scanXp", expected));
        assertThat(update.reasoning())
                .isEqualTo("Production agent: dampening=" + damping + ", changes={scanXp=" + (int) expected + "}");
    }

    @Test
    @DisplayName("high frequency lowers scanXp, low retention raises the streak bonus")
    void followsItsRules() {
        ConfigUpdate update = decide(Worlds.threeMetrics(4.6, 0.4, 0.5)).orElseThrow();

        assertThat(update.economyOverrides()).containsExactly(entry("scanXp", 90.0), entry("streakBonusPerDay", 6.0));
        assertThat(decide(Worlds.threeMetrics(4.5, 0.5, 0.5))).isEmpty();
    }

    @Test
    @DisplayName("after a refusal it skips two cycles")
    void coolsDown() {
        assertThat(cyclesHeldAfter(Worlds.refused())).isEqualTo(2);
    }

    @Test
    @DisplayName("O-18: after five refusals in a row it pauses, and then tries again")
    void pausesAndComesBack() {
        for (int refusal = 1; refusal < 5; refusal++) {
            assertThat(cyclesHeldAfter(Worlds.refused())).isEqualTo(2);
        }
        assertThat(cyclesHeldAfter(Worlds.refused())).isEqualTo(9);
        assertThat(cyclesHeldAfter(Worlds.refused())).isEqualTo(2);
    }

    @Test
    @DisplayName("four updates in a row that were cut back call for the cool-down")
    void noticesClamping() {
        ConfigResult clamped = new ConfigResult(
                true,
                Map.of("scanXp", 105.0),
                Map.of("scanXp", ClampedDelta.of(100, 115, 105, 100, 5)),
                null,
                null,
                null,
                "dec_1",
                List.of());
        ConfigResult free = Worlds.accepted(decide(LOW).orElseThrow());

        for (int update = 0; update < 3; update++) {
            assertThat(cyclesHeldAfter(clamped)).isZero();
        }
        assertThat(cyclesHeldAfter(free)).isZero();
        for (int update = 0; update < 3; update++) {
            assertThat(cyclesHeldAfter(clamped)).isZero();
        }
        assertThat(cyclesHeldAfter(clamped)).isEqualTo(2);
    }
}
