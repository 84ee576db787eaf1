package io.agentflux.strategies.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RandomWalkTest {

    @Test
    @DisplayName("steps are whole, small and of one parameter, and never leave the range")
    void staysInBounds() {
        Strategy walk = Worlds.strategy("random-walk", Map.of("step", 10, "range", 2), 7);
        Economy economy = Economy.defaults();
        Set<String> moved = new TreeSet<>();
        for (int cycle = 0; cycle < 5_000; cycle++) {
            Optional<ConfigUpdate> decided = walk.decide(Worlds.nothing(), economy);
            if (decided.isEmpty()) {
                continue;
            }
            ConfigUpdate update = decided.get();
            assertThat(update.economyOverrides()).hasSize(1);
            Economy before = economy;
            update.economyOverrides().forEach((name, value) -> {
                EconomyParameter parameter = EconomyParameter.ofWireName(name).orElseThrow();
                double current = before.value(parameter);
                assertThat(Math.abs(value - current)).isBetween(1.0, Math.max(1, Math.rint(current * 0.1)));
                assertThat(value)
                        .isBetween(parameter.globalDefault() / 2, parameter.globalDefault() * 2)
                        .isEqualTo(Math.rint(value));
            });
            moved.addAll(update.economyOverrides().keySet());
            economy = Worlds.applied(economy, update);
        }
        assertThat(moved).hasSize(10);
    }

    @Test
    @DisplayName("another seed walks another way")
    void dependsOnTheSeed() {
        assertThat(walk(1)).isEqualTo(walk(1)).isNotEqualTo(walk(2));
    }

    private static Economy walk(long seed) {
        Strategy walk = Worlds.strategy("random-walk", Map.of(), seed);
        Economy economy = Economy.defaults();
        for (int cycle = 0; cycle < 100; cycle++) {
            economy = Worlds.acceptedCycle(walk, Worlds.nothing(), economy);
        }
        return economy;
    }
}
