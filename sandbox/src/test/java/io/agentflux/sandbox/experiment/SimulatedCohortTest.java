package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Level;
import io.agentflux.sandbox.progress.Progress;
import io.agentflux.sandbox.progress.ProgressBoard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCohortTest {

    @Test
    @DisplayName("an economy beyond what simulated people are modelled for does not stop the days")
    void immenseEconomy() {
        SimulatedCohort cohort = new SimulatedCohort(SimulatedPopulation.create(Scenario.stationary(), 1, 10));

        cohort.playDay(Economy.defaults().with(EconomyParameter.SCAN_XP, 2e6));

        assertThat(cohort.metrics().headcount().enrolled()).isEqualTo(10);
    }

    @Test
    @DisplayName("simulated people have levels, badges and ranks too, from the beginning of the experiment on")
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

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    @DisplayName("variants that differ in nothing differ by chance only, on the first day as on any other")
    void variantsAreAlike(long seed) {
        PeopleSpec.Simulated people = new PeopleSpec.Simulated("stationary", seed, 2_000);
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp",
                        "exp",
                        List.of(
                                VariantSpec.control("c"),
                                VariantSpec.treatment("a", GuardrailLimits.standard()),
                                VariantSpec.treatment("b", GuardrailLimits.standard())))
                .people(people)
                .build();
        List<Double> active = new ArrayList<>();
        for (VariantSpec variant : spec.variants()) {
            Cohort cohort = SimulatedCohorts.of(spec, people, variant);
            cohort.playDay(Economy.defaults());
            Headcount heads = cohort.metrics().headcount();
            active.add(heads.activeToday() / (double) heads.enrolled());
        }

        // seven standard errors of a difference of two shares
        assertThat(Collections.max(active) - Collections.min(active)).isLessThan(0.11);
    }
}
