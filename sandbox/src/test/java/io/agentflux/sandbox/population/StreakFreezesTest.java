package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.agentflux.arena.Economy;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreakFreezesTest {

    private static SimulatedPopulation people(int freezes) {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 7, 2_000);
        people.playBurnIn();
        people.holdStreakFreezes(freezes);
        return people;
    }

    @Test
    @DisplayName("simulated streaks follow the same rule as real ones, person by person and day by day")
    void followsTheRule() {
        int most = 2;
        SimulatedPopulation people = people(most);
        PeopleSnapshot before = people.snapshot();
        Streak[] expected = new Streak[before.people()];
        Arrays.setAll(expected, person -> new Streak(before.streak(person), most));
        boolean[] left = new boolean[expected.length];
        int compared = 0;
        PeopleSnapshot yesterday = before;
        for (int day = 0; day < 60; day++) {
            people.playDay(Economy.defaults());
            PeopleSnapshot today = people.snapshot();
            for (int person = 0; person < expected.length; person++) {
                PersonBlock block = people.blocks().get(person / PersonBlock.CAPACITY);
                left[person] |= block.present[person % PersonBlock.CAPACITY] == 0;
                boolean isActive = today.activeDays(person) > yesterday.activeDays(person);
                expected[person] = isActive ? expected[person].continued(most) : expected[person].missing(1);
                if (!left[person]) {
                    assertThat(today.streak(person))
                            .as("person %d on day %d", person, day)
                            .isEqualTo(expected[person].days());
                    compared++;
                }
            }
            yesterday = today;
        }
        assertThat(compared).isGreaterThan(60_000);
    }

    @Test
    @DisplayName("with freezes streaks become longer, and without everybody lives as ever")
    void lengthensStreaks() {
        SimulatedPopulation with = people(2);
        SimulatedPopulation none = people(0);
        SimulatedPopulation ever = SimulatedPopulation.create(Scenario.stationary(), 7, 2_000);
        ever.playBurnIn();
        double longer = MetricMeans.of(with.playDays(Economy.defaults(), 60)).streakLength();
        double usual = MetricMeans.of(none.playDays(Economy.defaults(), 60)).streakLength();
        ever.playDays(Economy.defaults(), 60);

        assertThat(longer).isGreaterThan(1.5 * usual);
        assertThat(none.stateHash()).isEqualTo(ever.stateHash());
        assertThat(with.stateHash()).isNotEqualTo(ever.stateHash());
    }

    @Test
    @DisplayName("a second life of people who hold freezes is the same life")
    void forks() {
        SimulatedPopulation people = people(1);
        people.playDays(Economy.defaults(), 10);
        SimulatedPopulation again = people.fork();
        people.playDays(Economy.defaults(), 20);
        for (int day = 0; day < 20; day++) {
            again.playDay(Economy.defaults());
        }

        assertThat(again.stateHash()).isEqualTo(people.stateHash());
        assertThatIllegalStateException().isThrownBy(() -> people.save(OutputStream.nullOutputStream()));
        assertThatIllegalStateException().isThrownBy(() -> people.holdStreakFreezes(1));
    }
}
