package io.agentflux.strategies.rule;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SandboxRulesTest {

    private final Strategy rules = Worlds.strategy("sandbox-rules");

    @Test
    @DisplayName("three rules at once, with their reasons in order")
    void appliesAllRules() {
        ConfigUpdate update = rules.decide(Worlds.threeMetrics(1.8, 0.55, 0.5), Economy.defaults())
                .orElseThrow();

        // 11.5 -> 12, 6, 16.5 -> 16 (the double lies on the tie)
        assertThat(update.economyOverrides())
                .containsExactly(entry("scanXp", 12.0), entry("streakBonusPerDay", 6.0), entry("feedbackXp", 16.0));
        assertThat(update.reasoning())
                .isEqualTo("scan frequency low (1.8), scanXp to 12; retention low (55%), streakBonusPerDay to 6;"
                        + " feedback quality low (0.50), feedbackXp to 16");
    }

    @Test
    @DisplayName("the ceilings are 15, 8 and 22, the floor is 5, and at them it holds")
    void endsAtTheCeilings() {
        Economy economy = Economy.defaults();
        for (int cycle = 0; cycle < 20; cycle++) {
            economy = Worlds.acceptedCycle(rules, Worlds.threeMetrics(1, 0.1, 0.1), economy);
        }
        assertThat(economy.value(SCAN_XP)).isEqualTo(15);
        assertThat(economy.value(STREAK_BONUS_PER_DAY)).isEqualTo(8);
        assertThat(economy.value(FEEDBACK_XP)).isEqualTo(22);
        assertThat(rules.decide(Worlds.threeMetrics(1, 0.1, 0.1), economy)).isEmpty();

        for (int cycle = 0; cycle < 20; cycle++) {
            economy = Worlds.acceptedCycle(rules, Worlds.threeMetrics(5, 0.9, 0.9), economy);
        }
        assertThat(economy.value(SCAN_XP)).isEqualTo(5);
    }

    @Test
    @DisplayName("the quality threshold suits an arena that reports quality from 0 to 5")
    void knowsBothScales() {
        Strategy fiveStars = Worlds.strategy("sandbox-rules", Map.of("low-quality", 3), 1);

        assertThat(fiveStars.decide(Worlds.threeMetrics(3, 0.9, 3.1), Economy.defaults()))
                .isEmpty();
        assertThat(fiveStars.decide(Worlds.threeMetrics(3, 0.9, 2.9), Economy.defaults()))
                .isPresent();
        assertThat(rules.decide(Worlds.threeMetrics(3, 0.9, 0.7), Economy.defaults()))
                .isEmpty();
    }
}
