package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Level;
import io.agentflux.sandbox.progress.Progress;
import io.agentflux.sandbox.progress.ProgressBoard;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulatedCohortTest {

    @Test
    @DisplayName("an economy beyond what simulated people are modelled for does not stop the days")
    void immenseEconomy() {
        SimulatedCohort cohort = new SimulatedCohort(SimulatedPopulation.create(Scenario.stationary(), 1, 10));

        cohort.playDay(Economy.defaults().with(EconomyParameter.SCAN_XP, 2e6));

        assertThat(cohort.metrics().headcount().enrolled()).isEqualTo(10);
    }

    @Test
    @DisplayName("F155: simulated people have levels, badges and ranks too, from the beginning of the experiment on")
    void progresses() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 1, 300, id -> id % 2 == 0);
        people.playBurnIn();
        SimulatedCohort cohort = new SimulatedCohort(people);
        ProgressBoard board = cohort.progress().orElseThrow();
        assertThat(board.everybody())
                .hasSize(150)
                .allSatisfy(person -> assertThat(person.totals().pointTenths()).isZero());
        for (int day = 0; day < 21; day++) {
            cohort.playDay(Economy.defaults());
        }

        long points = board.everybody().stream()
                .mapToLong(person -> person.totals().pointTenths())
                .sum();
        long expected =
                people.history(0, 21).stream().mapToLong(DayTotals::pointTenths).sum();
        assertThat(points).isEqualTo(expected);
        assertThat(board.everybody().stream().filter(person -> person.bestWeek() == 1))
                .hasSizeBetween(1, 3)
                .allSatisfy(person -> assertThat(person.badges()).contains(Badge.PODIUM, Badge.FIRST_SCAN));
        Progress first = board.find("0").orElseThrow();
        assertThat(first.totals().person()).isEqualTo("0");
        assertThat(first.level()).isBetween(1, Level.HIGHEST);
        assertThat(board.find("1")).as("a person of another variant").isEmpty();
        assertThat(board.find("ann")).isEmpty();
    }
}
