package io.agentflux.strategies.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategySettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeldEconomyTest {

    private static final Signals FIRST_MORNING = new Signals(0, 0, 0, 0, 0, Map.of(), null);

    private static Strategy hold(Map<String, Double> values) {
        HeldEconomyFactory factory = new HeldEconomyFactory();
        return factory.create(StrategySettings.of(factory.parameters(), values), Worlds.random(1));
    }

    @Test
    @DisplayName("it proposes what differs, again while it was cut back, and nothing once it is there")
    void movesAndHolds() {
        Strategy strategy = hold(Map.of("scan-xp", 40.0, "streak-bonus-cap", 0.0));

        assertThat(strategy.decide(FIRST_MORNING, Economy.defaults()))
                .map(ConfigUpdate::economyOverrides)
                .contains(Map.of("scanXp", 40.0, "streakBonusCap", 0.0));
        Economy cutBack =
                Economy.defaults().with(EconomyParameter.SCAN_XP, 15).with(EconomyParameter.STREAK_BONUS_CAP, 0);
        assertThat(strategy.decide(FIRST_MORNING, cutBack))
                .map(ConfigUpdate::economyOverrides)
                .contains(Map.of("scanXp", 40.0));
        Optional<ConfigUpdate> there = strategy.decide(FIRST_MORNING, cutBack.with(EconomyParameter.SCAN_XP, 40));
        assertThat(there).isEmpty();
    }

    @Test
    @DisplayName("values are rounded to whole points, as arenas apply no others")
    void rounds() {
        assertThat(hold(Map.of("scan-xp", 12.4)).decide(FIRST_MORNING, Economy.defaults()))
                .map(ConfigUpdate::economyOverrides)
                .contains(Map.of("scanXp", 12.0));
    }
}
