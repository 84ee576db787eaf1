package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of the reference model: 2,000 people of seed 5, 7 days of burn-in and 56 days under the default economy. */
class GoldenBitsTest {

    private static final long TOTALS = 0x780a10d15b4ce443L;
    private static final long STATE = 0x8512be7a84d36e6aL;
    private static final int PEOPLE = 2_000;
    private static final Scenario WORLD =
            Scenario.stationary().mutate().burnInDays(7).build();
    private static final Economy GENEROUS = Economy.defaults()
            .with(Map.of(
                    EconomyParameter.SCAN_XP, 17.5,
                    EconomyParameter.FEEDBACK_DAILY_CAP, 2.0,
                    EconomyParameter.STREAK_BONUS_PER_DAY, 12.0));

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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    @DisplayName("The number of threads does not change a bit")
    void threads(int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            SimulatedPopulation people = SimulatedPopulation.create(WORLD, 5, PEOPLE, person -> true, 64);
            people.playBurnIn();
            people.playDays(Economy.defaults(), 56, executor, threads);
            assertThat(checksum(people.history())).isEqualTo(TOTALS);
            assertThat(people.stateHash()).isEqualTo(STATE);
        } finally {
            executor.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stationary, e740f4ca8b554c2a, 0bc9fdac89b745cc",
        "novelty-decay, 7992d61b6f2a382f, 05ca4a7f3d74cb9f",
        "seasonal, e8da826de070a0e0, 3d11f23bb49cad63",
        "regime-shift, 030d90d15be54596, 88e2e751a0dc7699",
        "farmers, f0e6251f76d6fa87, 94fa55047a0636c0",
        "fragile-retention, 076be226b36ec7c7, 6354002ee9a165f4",
        "sparse, c4a6378e685d78ba, cd7ba14584af5ec8",
        "intrinsic-crowdout, 52aadd7439718b29, 1189b73205108290",
        "delayed-burnout, e67092bc184634aa, 0f36873b2ca6510f",
        "outage, e32598dc81f67f67, dbf9744e9290b75c"
    })
    @DisplayName("Each scenario keeps the bits of the reference model on a path through changing economies")
    void scenarios(String name, String totals, String state) {
        SimulatedPopulation people =
                SimulatedPopulation.create(ScenarioLibrary.named(name).orElseThrow(), 11, 700);
        people.playBurnIn();
        for (int day = 0; day < 84; day++) {
            people.playDay(day % 14 < 7 ? GENEROUS : Economy.defaults());
        }
        assertThat(checksum(people.history(0, 84))).isEqualTo(Long.parseUnsignedLong(totals, 16));
        assertThat(people.stateHash()).isEqualTo(Long.parseUnsignedLong(state, 16));
    }

    @Test
    @DisplayName("A path through changing economies keeps its bits")
    void changingEconomies() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 11, 700);
        people.playBurnIn();
        for (int day = 0; day < 42; day++) {
            people.playDay(day % 14 < 7 ? GENEROUS : Economy.defaults());
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

    @Test
    @DisplayName("A person's life depends neither on who else is there nor on economies to come")
    void eventKeying() {
        SimulatedPopulation many = SimulatedPopulation.create(WORLD, 5, 900);
        SimulatedPopulation few = SimulatedPopulation.create(WORLD, 5, 900, person -> person % 9 == 4);
        for (int day = -7; day < 21; day++) {
            many.playDay(day < 10 ? Economy.defaults() : GENEROUS);
            few.playDay(day < 10 ? Economy.defaults() : GENEROUS);
        }
        SimulatedPopulation steady = SimulatedPopulation.create(WORLD, 5, 900);
        steady.playBurnIn();
        steady.playDays(Economy.defaults(), 21);
        assertThat(steady.history().subList(0, 17)).isEqualTo(many.history().subList(0, 17));
        assertThat(steady.history(10, 11)).isNotEqualTo(many.history(10, 11));
        PeopleSnapshot all = many.snapshot();
        PeopleSnapshot some = few.snapshot();
        for (int person = 0; person < some.people(); person++) {
            int same = (int) few.personIds()[person];
            assertThat(some.pointTenths(person)).isEqualTo(all.pointTenths(same));
            assertThat(some.streak(person)).isEqualTo(all.streak(same));
        }
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
