package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of the reference model: 2,000 people of seed 5, 7 days of burn-in and 56 days under the default economy. */
class GoldenBitsTest {

    private static final long TOTALS = 0x780a10d15b4ce443L;
    private static final long STATE = 0x8512be7a84d36e6aL;
    private static final int PEOPLE = 2_000;
    private static final Scenario WORLD =
            Scenario.stationary().mutate().burnInDays(7).build();

    @ParameterizedTest
    @ValueSource(ints = {37, 64, 128, 512})
    @DisplayName("The size of blocks does not change a bit")
    void blockSize(int blockSize) {
        SimulatedPopulation people = SimulatedPopulation.create(WORLD, 5, PEOPLE, person -> true, blockSize);
        people.playBurnIn();
        people.playDays(Economy.defaults(), 56);
        assertThat(checksum(people.history())).isEqualTo(TOTALS);
        assertThat(people.stateHash()).isEqualTo(STATE);
    }

    @Test
    @DisplayName("Day by day gives the same bits as many days at once")
    void dayByDay() {
        SimulatedPopulation people = SimulatedPopulation.create(WORLD, 5, PEOPLE);
        while (people.nextDay() < 56) {
            people.playDay(Economy.defaults());
        }
        assertThat(checksum(people.history())).isEqualTo(TOTALS);
        assertThat(people.stateHash()).isEqualTo(STATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    @DisplayName("Shards of a world add up to the world")
    void shards(int shards) {
        List<List<DayTotals>> parts = new ArrayList<>();
        long state = 0;
        for (int shard = 0; shard < shards; shard++) {
            int own = shard;
            SimulatedPopulation people = SimulatedPopulation.create(WORLD, 5, PEOPLE, person -> person % shards == own);
            people.playBurnIn();
            people.playDays(Economy.defaults(), 56);
            parts.add(people.history());
            state ^= people.stateHash();
        }
        assertThat(state).isEqualTo(STATE);
        assertThat(checksumOfSum(parts)).isEqualTo(TOTALS);
    }

    @Test
    @DisplayName("A path through changing economies keeps its bits")
    void changingEconomies() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 11, 700);
        people.playBurnIn();
        Economy generous = Economy.defaults()
                .with(Map.of(
                        EconomyParameter.SCAN_XP, 17.5,
                        EconomyParameter.FEEDBACK_DAILY_CAP, 2.0,
                        EconomyParameter.STREAK_BONUS_PER_DAY, 12.0));
        for (int day = 0; day < 42; day++) {
            people.playDay(day % 14 < 7 ? generous : Economy.defaults());
        }
        assertThat(people.stateHash()).isEqualTo(0x3cfe42c159c445baL);
    }

    @Test
    @DisplayName("A fork lives on its own and, under the same economy, the same life")
    void fork() {
        SimulatedPopulation original = SimulatedPopulation.create(WORLD, 5, 300);
        original.playBurnIn();
        SimulatedPopulation twin = original.fork();
        SimulatedPopulation other = original.fork();
        long before = original.stateHash();
        twin.playDays(Economy.defaults(), 20);
        other.playDays(Economy.defaults().with(EconomyParameter.SCAN_XP, 30), 20);
        assertThat(original.stateHash()).isEqualTo(before);
        original.playDays(Economy.defaults(), 20);
        assertThat(twin.stateHash()).isEqualTo(original.stateHash()).isNotEqualTo(other.stateHash());
        assertThat(twin.history()).isEqualTo(original.history());
    }

    static long checksum(List<DayTotals> days) {
        return checksumOfSum(List.of(days));
    }

    private static long checksumOfSum(List<List<DayTotals>> parts) {
        long hash = 1;
        for (int day = 0; day < parts.get(0).size(); day++) {
            long[] sums = new long[12];
            for (List<DayTotals> part : parts) {
                long[] counts = counts(part.get(day));
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += counts[j];
                }
            }
            for (long sum : sums) {
                hash = RandomWords.mix(hash * 31 + sum);
            }
        }
        return hash;
    }

    private static long[] counts(DayTotals day) {
        return new long[] {
            day.enrolled(),
            day.active(),
            day.scans(),
            day.pointTenths(),
            day.activeThisWeek(),
            day.streakDays(),
            day.validFeedback(),
            day.missionsAssigned(),
            day.missionsCompleted(),
            day.present(),
            day.tokenWork(),
            day.photos()
        };
    }
}
