package io.agentflux.sandbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EconomyBoxTest {

    @Property(tries = 200)
    void everyPointStandsForAnEconomyInTheBox(@ForAll @Size(10) List<@DoubleRange(min = -50, max = 50) Double> point) {
        Economy economy = EconomyBox.decode(
                        point.stream().mapToDouble(Double::doubleValue).toArray())
                .get(0);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            assertThat(economy.value(parameter)).isBetween(EconomyBox.low(parameter), EconomyBox.high(parameter));
        }
    }

    @Test
    @DisplayName("Economies survive the way to coordinates and back")
    void thereAndBack() {
        Economy other = Economy.defaults()
                .with(EconomyParameter.STREAK_BONUS_PER_DAY, 0)
                .with(EconomyParameter.SCAN_XP, 60);
        List<Economy> economies = List.of(Economy.defaults(), other);
        assertThat(EconomyBox.decode(EconomyBox.encode(economies)).stream().map(EconomyBox::whole))
                .containsExactlyElementsOf(economies);
    }

    @Test
    @DisplayName("Coordinates outside the unit interval are reflected at its borders")
    void reflection() {
        assertThat(EconomyBox.reflected(.3)).isEqualTo(.3);
        assertThat(EconomyBox.reflected(-.3)).isEqualTo(.3);
        assertThat(EconomyBox.reflected(1.25)).isEqualTo(.75);
        assertThat(EconomyBox.reflected(-2.25)).isEqualTo(.25);
    }
}
