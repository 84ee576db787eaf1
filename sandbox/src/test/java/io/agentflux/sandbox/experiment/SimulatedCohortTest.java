package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
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
}
