package io.agentflux.sandbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final GuardrailLimits DAILY = new GuardrailLimits(Duration.ofDays(1), 50);

    private static List<Double> scanXp(List<Economy> path) {
        Function<Economy, Double> value = economy -> economy.value(EconomyParameter.SCAN_XP);
        return path.stream().map(value).toList();
    }

    private static Economy scanXp(double value) {
        return Economy.defaults().with(EconomyParameter.SCAN_XP, value);
    }

    @Test
    @DisplayName("A path towards an economy far away goes in the steps that the guardrails allow")
    void clampedSteps() {
        List<Economy> path = Schedule.hold(scanXp(40)).feasiblePath(Economy.defaults(), DAILY, 6);
        assertThat(scanXp(path)).containsExactly(15.0, 22.0, 33.0, 40.0, 40.0, 40.0);
    }

    @Test
    @DisplayName("Updates come no sooner than the interval allows, and as often as it allows")
    void updateInterval() {
        Schedule schedule = Schedule.hold(scanXp(40));
        GuardrailLimits slow = new GuardrailLimits(Duration.ofDays(2), 50);
        assertThat(scanXp(schedule.feasiblePath(Economy.defaults(), slow, 6)))
                .containsExactly(15.0, 15.0, 22.0, 22.0, 33.0, 33.0);
        GuardrailLimits fast = new GuardrailLimits(Duration.ofHours(12), 50);
        assertThat(scanXp(schedule.feasiblePath(Economy.defaults(), fast, 3))).containsExactly(22.0, 40.0, 40.0);
    }

    @Test
    @DisplayName("An update that had to wait because nothing was to be done comes on the day it is wanted")
    void waitingForTheNextPhase() {
        Schedule schedule = new Schedule(List.of(Economy.defaults(), scanXp(12), scanXp(10)));
        assertThat(scanXp(schedule.feasiblePath(Economy.defaults(), DAILY, 6)))
                .containsExactly(10.0, 10.0, 12.0, 12.0, 10.0, 10.0);
    }

    @Test
    @DisplayName("A target between whole points is approached and does not loop")
    void fractions() {
        GuardrailLimits fast = new GuardrailLimits(Duration.ofMinutes(5), 50);
        assertThat(scanXp(Schedule.hold(scanXp(12.7)).feasiblePath(Economy.defaults(), fast, 2)))
                .containsExactly(12.0, 12.0);
    }

    @Test
    @DisplayName("Splitting every phase does not change the path, whatever the horizon")
    void halved() {
        Schedule schedule = new Schedule(List.of(scanXp(14), scanXp(20)));
        for (int days = 1; days < 40; days++) {
            assertThat(schedule.halved().feasiblePath(Economy.defaults(), DAILY, days))
                    .isEqualTo(schedule.feasiblePath(Economy.defaults(), DAILY, days));
        }
    }

    @Test
    @DisplayName("A schedule has at least one economy")
    void empty() {
        assertThatThrownBy(() -> new Schedule(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}
