package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.statistics.SampleRatioTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Enrolment, events, saving and what happens at the edges. */
class WorldsTest {

    private static final Economy ROBUST = Economy.defaults().with(EconomyParameter.SCAN_XP, 14);

    @ParameterizedTest
    @MethodSource("io.agentflux.sandbox.population.ScenarioLibrary#names")
    @DisplayName("A world of each scenario is saved on any day and resumed with identical bytes")
    void saveAndResume(String name) throws IOException {
        Scenario scenario = ScenarioLibrary.named(name).orElseThrow();
        SimulatedPopulation original = SimulatedPopulation.create(scenario, 21, 600, person -> person % 3 != 0);
        original.playBurnIn();
        int saved = 5 + Math.floorMod(name.hashCode(), 30);
        while (original.nextDay() < saved) {
            original.playDay(original.nextDay() % 2 == 0 ? ROBUST : Economy.defaults());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        original.save(bytes);
        SimulatedPopulation resumed = SimulatedPopulation.resume(
                scenario, 21, 600, person -> person % 3 != 0, new ByteArrayInputStream(bytes.toByteArray()));
        for (int day = 0; day < 30; day++) {
            assertThat(resumed.playDay(ROBUST)).isEqualTo(original.playDay(ROBUST));
        }
        assertThat(resumed.stateHash()).isEqualTo(original.stateHash());
        assertThat(resumed.history()).isEqualTo(original.history());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        resumed.save(again);
        original.save(expected);
        assertThat(again.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Property(tries = 40)
    @Label(
            "Wherever a world is saved, by how many tasks it was played and however it goes on, it resumes with identical bytes")
    void saveAnywhere(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = -7, max = 70) int saved,
            @ForAll @IntRange(min = 1, max = 8) int tasks,
            @ForAll @IntRange(min = 0, max = 700) int people,
            @ForAll @IntRange(min = 0, max = 3) int kind)
            throws IOException {
        Scenario scenario = ScenarioLibrary.named(
                        List.of("consumer-funnel", "randomised", "multi-tenant", "regime-shift")
                                .get(kind))
                .orElseThrow()
                .mutate()
                .burnInDays(7)
                .build();
        SimulatedPopulation original = SimulatedPopulation.create(scenario, seed, people);
        original.playDays(ROBUST, saved + 7, Runnable::run, tasks);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        original.save(bytes);
        SimulatedPopulation resumed = SimulatedPopulation.resume(
                scenario, seed, people, person -> true, new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(resumed.playDays(Economy.defaults(), 9)).isEqualTo(original.playDays(Economy.defaults(), 9));
        assertThat(resumed.stateHash()).isEqualTo(original.stateHash());
        assertThat(resumed.snapshot()).usingRecursiveComparison().isEqualTo(original.snapshot());
    }

    @Test
    @DisplayName("A person takes 145 bytes at most")
    void memory() throws IllegalAccessException {
        PersonBlock block = new PersonBlock(0);
        long bytes = 0;
        for (Field field : PersonBlock.class.getDeclaredFields()) {
            if (field.getType().isArray() && !Modifier.isStatic(field.getModifiers())) {
                Class<?> element = field.getType().getComponentType();
                int size = element == byte.class ? 1 : element == long.class ? 8 : 4;
                bytes += (long) size * Array.getLength(field.get(block));
            }
        }
        assertThat(bytes / PersonBlock.CAPACITY).isBetween(100L, 145L);
    }

    @Test
    @DisplayName("People saved in one world are refused in another")
    void resumeElsewhere() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SimulatedPopulation.create(Scenario.stationary(), 1, 10).save(bytes);
        assertThatThrownBy(() -> SimulatedPopulation.resume(
                        Scenario.stationary(), 2, 10, person -> true, new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not those of this scenario, seed and membership");
    }

    @Test
    @DisplayName("Newcomers arrive at the declared rate, keep indices in place and do not change anybody's life")
    void arrivals() {
        Scenario growing = Scenario.stationary().mutate().arrivalsPerDay(.03).build();
        SimulatedPopulation people = SimulatedPopulation.create(growing, 8, 1_000);
        SimulatedPopulation closed = SimulatedPopulation.create(Scenario.stationary(), 8, 1_000);
        people.playBurnIn();
        closed.playBurnIn();
        for (int day = 0; day < 84; day++) {
            people.playDay(ROBUST);
            closed.playDay(ROBUST);
        }
        // Poisson with mean 84 * 30
        assertThat(people.people() - 1_000.0).isCloseTo(2_520, within(4 * Math.sqrt(2_520)));
        PeopleSnapshot grown = people.snapshot();
        PeopleSnapshot founders = closed.snapshot();
        for (int person = 0; person < 1_000; person++) {
            assertThat(people.personIds()[person]).isEqualTo(person);
            assertThat(grown.pointTenths(person)).isEqualTo(founders.pointTenths(person));
        }
    }

    @Test
    @DisplayName("Arrivals of a world are split among variants without loss or doubling")
    void splitArrivals() {
        Scenario growing = Scenario.stationary().mutate().arrivalsPerDay(.05).build();
        Assignment assignment = Assignment.equal(4, 1, 3);
        SimulatedPopulation whole = SimulatedPopulation.create(growing, 4, 300);
        whole.playBurnIn();
        whole.playDays(Economy.defaults(), 20);
        int people = 0;
        long scans = 0;
        long hash = 0;
        for (int variant = 0; variant < 3; variant++) {
            SimulatedPopulation part = SimulatedPopulation.create(growing, 4, 300, assignment.membersOf(variant));
            part.playBurnIn();
            part.playDays(Economy.defaults(), 20);
            people += part.people();
            scans += part.history().get(33).scans();
            hash ^= part.stateHash();
        }
        assertThat(people).isEqualTo(whole.people());
        assertThat(scans).isEqualTo(whole.history().get(33).scans());
        assertThat(hash).isEqualTo(whole.stateHash());
    }

    @Test
    @DisplayName("Assignment is sticky, follows the weights and passes the sample-ratio check")
    void assignment() {
        double[] weights = {2, 1, 0, 1};
        Assignment assignment = Assignment.of(77, 5, weights);
        long[] counts = new long[4];
        for (long person = 0; person < 40_000; person++) {
            counts[assignment.variantOf(person)]++;
        }
        assertThat(SampleRatioTest.of(counts, weights).pValue()).isGreaterThan(.001);
        assertThat(counts[2]).isZero();
        assertThat(SampleRatioTest.of(new long[] {20_000, 9_000, 0, 11_000}, weights)
                        .pValue())
                .isLessThan(1e-9);
    }

    @Test
    @DisplayName("Assignment does not depend on who people are")
    void assignmentIndependentOfTraits() {
        Assignment assignment = Assignment.equal(9, 1, 2);
        SimulatedPopulation all = SimulatedPopulation.create(Scenario.stationary(), 9, 40_000);
        double[] sums = new double[2];
        double[] squares = new double[2];
        int[] counts = new int[2];
        int person = 0;
        for (PersonBlock block : all.blocks()) {
            for (int i = 0; i < block.size(); i++, person++) {
                int variant = assignment.variantOf(person);
                double odds = Math.log(block.openingOdds[i]);
                sums[variant] += odds;
                squares[variant] += odds * odds;
                counts[variant]++;
            }
        }
        double difference = sums[0] / counts[0] - sums[1] / counts[1];
        double variance = 0;
        for (int variant = 0; variant < 2; variant++) {
            double mean = sums[variant] / counts[variant];
            variance += (squares[variant] / counts[variant] - mean * mean) / counts[variant];
        }
        assertThat(Math.abs(difference)).isLessThan(4 * Math.sqrt(variance));
    }

    @Test
    @DisplayName("Whole sites are assigned together")
    void sites() {
        Assignment assignment = Assignment.bySite(3, 1, 40, 1, 1);
        int[] variantOfSite = new int[40];
        int[] people = new int[2];
        java.util.Arrays.fill(variantOfSite, -1);
        for (long person = 0; person < 4_000; person++) {
            int site = Assignment.siteOf(3, person, 40);
            int variant = assignment.variantOf(person);
            assertThat(variantOfSite[site]).isIn(-1, variant);
            variantOfSite[site] = variant;
            people[variant]++;
        }
        assertThat(variantOfSite).doesNotContain(-1);
        assertThat(java.util.Arrays.stream(variantOfSite).sum()).isEqualTo(20);
        assertThat(people[0] + people[1]).isEqualTo(4_000);
        assertThatThrownBy(() -> Assignment.bySite(3, 1, 2, 1, 1, 1)).hasMessageContaining("one for each at least");
    }

    @Test
    @DisplayName("Each site has the same chance of each variant")
    void sitesAtRandom() {
        int[] timesFirst = new int[5];
        for (int seed = 0; seed < 4_000; seed++) {
            Assignment assignment = Assignment.bySite(seed, 1, 5, 1, 1, 1, 1, 1);
            for (long person = 0; person < 12; person++) {
                int site = Assignment.siteOf(seed, person, 5);
                timesFirst[site] += assignment.variantOf(person) == 0 ? 1 : 0;
            }
        }
        long[] counts = java.util.Arrays.stream(timesFirst).asLongStream().toArray();
        // twelve people of one world share a few sites, which makes them count less than independent ones
        assertThat(SampleRatioTest.of(counts, new double[] {1, 1, 1, 1, 1}).chiSquare() / 4)
                .isLessThan(9.5);
        assertThat(java.util.Arrays.stream(counts).sum()).isCloseTo(9_600, within(600L));
    }

    @Test
    @DisplayName("In an outage nobody acts and streaks survive")
    void outage() {
        SimulatedPopulation people =
                SimulatedPopulation.create(ScenarioLibrary.named("outage").orElseThrow(), 2, 2_000);
        people.playBurnIn();
        people.playDays(Economy.defaults(), 30);
        long streaks = people.history(29, 30).get(0).streakDays();
        List<DayTotals> down = people.playDays(Economy.defaults(), 4);
        assertThat(down).allSatisfy(day -> {
            assertThat(day.active() + day.scans() + day.pointTenths()).isZero();
            assertThat(day.streakDays()).isEqualTo(streaks);
        });
        assertThat(people.playDay(Economy.defaults()).active()).isPositive();
    }

    @Test
    @DisplayName("Without return the number of people present never grows")
    void noReturn() {
        Scenario noReturn = Scenario.stationary()
                .mutate()
                .constant(BehaviourConstant.RETURN_RATE, 0)
                .build();
        SimulatedPopulation people = SimulatedPopulation.create(noReturn, 2, 3_000);
        List<DayTotals> days = people.playDays(Economy.defaults(), 200);
        for (int day = 1; day < days.size(); day++) {
            assertThat(days.get(day).present())
                    .isLessThanOrEqualTo(days.get(day - 1).present());
        }
    }

    @Test
    @DisplayName("Tenants have people and economies of their own")
    void tenants() {
        Scenario scenario = ScenarioLibrary.named("multi-tenant").orElseThrow();
        SimulatedPopulation people = SimulatedPopulation.create(scenario, 6, 9_000);
        double[] weekday = new double[3];
        int[] counts = new int[3];
        for (PersonBlock block : people.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                weekday[block.tenant] += block.weekdayPerson[i];
                counts[block.tenant]++;
            }
        }
        assertThat(weekday[0] / counts[0]).isCloseTo(.9, within(.03));
        assertThat(weekday[1] / counts[1]).isCloseTo(.4, within(.04));
        assertThat(counts[2]).isBetween(2_800, 3_200);
        SimulatedPopulation shared = people.fork();
        people.playBurnIn();
        shared.playDays(Economy.defaults(), 14);
        assertThat(people.stateHash()).isNotEqualTo(shared.stateHash());
    }

    @Test
    @DisplayName("Hidden constants are drawn within their ranges, anew for each seed")
    void randomised() {
        Scenario scenario = ScenarioLibrary.named("randomised").orElseThrow();
        Scenario one = scenario.inWorld(1);
        Scenario two = scenario.inWorld(2);
        assertThat(one.constants()).isEqualTo(scenario.inWorld(1).constants()).isNotEqualTo(two.constants());
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            assertThat(one.constants().value(constant))
                    .as("%s", constant)
                    .isBetween(constant.plausibleLow(), constant.plausibleHigh());
        }
        assertThat(SimulatedPopulation.create(scenario, 1, 1).scenario()).isEqualTo(one);
    }

    @Test
    @DisplayName("People pulled by others come more when others come more")
    void company() {
        Scenario social = Scenario.stationary()
                .mutate()
                .constant(BehaviourConstant.SOCIAL_PULL, .5)
                .build();
        SimulatedPopulation lonely = SimulatedPopulation.create(social, 1, 2_000);
        SimulatedPopulation lively = lonely.fork();
        long active = 0;
        for (int day = 0; day < 14; day++) {
            active -= lonely.playDay(tenant -> Economy.defaults(), .2).active();
            active += lively.playDay(tenant -> Economy.defaults(), 1).active();
        }
        assertThat(active).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1000000", "126, 126, 1000000", "0, 0, 0", "1000000, 1, 0.04", "1, 1000000, 999999.99"})
    @DisplayName("The ends of every parameter give finite metrics")
    void ends(double scanCap, double feedbackCap, double points) {
        Economy economy = Economy.defaults();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            economy = economy.with(parameter, points);
        }
        economy = economy.with(
                Map.of(EconomyParameter.SCAN_DAILY_CAP, scanCap, EconomyParameter.FEEDBACK_DAILY_CAP, feedbackCap));
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 1, 600);
        people.playBurnIn();
        MetricMeans metrics = MetricMeans.of(people.playDays(economy, 120));
        assertThat(Objective.ofDefaults().score(metrics)).isFinite();
        assertThat(metrics.xpVelocity()).isNotNegative();
        assertHealthy(people);
    }

    @Test
    @DisplayName("A reward beyond what the model bears is refused with the limit")
    void beyond() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 1, 1);
        assertThatThrownBy(() -> people.playDay(Economy.defaults().with(EconomyParameter.PHOTO_XP, 1_000_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("photoXp is 1000001.0")
                .hasMessageContaining("1000000.0");
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    @DisplayName("Nobody and one person live ten years with finite metrics")
    void fewForLong(int count) {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 5, count);
        people.playBurnIn();
        MetricMeans metrics = MetricMeans.of(people.playDays(Economy.defaults(), 3_650));
        assertThat(Objective.ofDefaults().score(metrics)).isFinite();
        assertThat(people.history()).hasSize(3_664);
        assertHealthy(people);
    }

    /** No NaN, no infinity, no denormal number, and every part of the state in its range. */
    static void assertHealthy(SimulatedPopulation people) {
        for (PersonBlock block : people.blocks()) {
            for (float[] part : block.state()) {
                for (int i = 0; i < block.size(); i++) {
                    float value = part[i];
                    if (!Float.isFinite(value) || value < 0 || (value != 0 && value < Float.MIN_NORMAL)) {
                        throw new AssertionError("Person " + i + " has a state of " + value);
                    }
                }
            }
            for (int i = 0; i < block.size(); i++) {
                assertThat(block.habit[i]).isBetween(0f, 1f);
                assertThat(block.fatigue[i]).isBetween(0f, 4f);
                assertThat(block.disappointment[i]).isBetween(0f, 4f);
                assertThat(block.motivation[i]).isBetween(.02f, .98f);
            }
        }
    }
}
