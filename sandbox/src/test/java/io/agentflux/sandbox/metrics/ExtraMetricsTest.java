package io.agentflux.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.population.Activity;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.population.Award;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.population.PeopleSnapshot;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.progress.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExtraMetricsTest {

    private static final List<ExtraMetric> ALL = List.of(BuiltInMetric.values());

    /** Mean activity of everybody, to see that a metric from elsewhere is measured as well. */
    private static final ExtraMetric MOST_SCANS = new ExtraMetric() {
        @Override
        public String name() {
            return "SCANS_SO_FAR";
        }

        @Override
        public Metric.Kind kind() {
            return Metric.Kind.MEAN;
        }

        @Override
        public MetricSample sample(RecentActivity people) {
            double[] scans = new double[people.people()];
            double[] ones = new double[people.people()];
            for (int person = 0; person < scans.length; person++) {
                scans[person] = people.last().scans(person);
                ones[person] = 1;
            }
            return MetricSample.of(scans, ones);
        }
    };

    private final LivePopulation people = LivePopulation.create();
    private final MetricsEngine engine = MetricsEngine.attach(people);

    /** A day on which these scan for 10 points each. */
    private void day(String... active) {
        for (String person : active) {
            people.add(new Activity(
                    person, ActivityKind.SCAN, people.lastDay() + 1, false, new Award(true, 10, 0, 0, 0), null, null));
        }
        people.endDay();
        engine.recordDay();
    }

    private MetricSignal signal(ExtraMetric metric) {
        return Objects.requireNonNull(engine.signalsByName().get(metric.name()));
    }

    /** Ann comes every day, bob on the first ten, cid on three, dan on the first only. */
    private void thirtyDays() {
        day("ann", "bob", "dan");
        for (int day = 1; day < 30; day++) {
            if (day < 10) {
                day("ann", "bob");
            } else if (day == 10 || day == 20 || day == 29) {
                day("ann", "cid");
            } else {
                day("ann");
            }
        }
    }

    private static void assertSignal(MetricSignal signal, double value, double deviation, int people) {
        assertThat(signal.value()).isCloseTo(value, within(1e-12));
        assertThat(signal.standardDeviation()).isCloseTo(deviation, within(1e-12));
        assertThat(signal.sampleSize()).isEqualTo(people);
        assertThat(signal.confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    @DisplayName("the four metrics of four people after thirty days, by hand")
    void byHand() {
        engine.measureAlso(ALL);

        thirtyDays();

        // in the last week ann came 7 times and cid once; within thirty days all four came
        double mean = (1 + 1 / 7.0) / 4;
        double squares = square(1 - mean) + square(1 / 7.0 - mean) + 2 * square(mean);
        assertSignal(signal(BuiltInMetric.STICKINESS), 2 / 7.0, Math.sqrt(squares / 3), 4);
        // ann, bob and cid came in the fortnight from day 2 to 15, bob not in that from 16 to 29
        assertSignal(signal(BuiltInMetric.CHURN_RATE), 1 / 3.0, Math.sqrt(1 / 3.0), 3);
        assertSignal(signal(BuiltInMetric.SESSION_FREQUENCY), (7 + 1) / 2.0, Math.sqrt(18), 2);
        // 300 points are level 3, 100 level 2, 30 and 10 level 1; without one of the last two it is log2 3, else less
        // by 2/3
        double entropy = 4 * 1.5 - 3 * (Math.log(3) / Math.log(2) - 1 / 3.0);
        assertSignal(signal(BuiltInMetric.LEVEL_ENTROPY), entropy, Math.sqrt(4 / 3.0), 4);
    }

    @Test
    @DisplayName("who came last thirty days ago is no longer one of the month's people")
    void forgetsAfterAMonth() {
        engine.measureAlso(ALL);
        thirtyDays();

        day("ann");

        assertThat(signal(BuiltInMetric.STICKINESS).sampleSize()).isEqualTo(3);
        assertThat(signal(BuiltInMetric.LEVEL_ENTROPY).sampleSize()).isEqualTo(4);
    }

    @Test
    @DisplayName("in the first days the windows are the days that are over, and nobody can have left yet")
    void firstDays() {
        engine.measureAlso(ALL);
        assertThat(engine.signalsByName().values()).containsOnly(new MetricSignal(0, null, 0, Confidence.LOW));

        day("ann", "bob");
        day("ann");

        assertThat(signal(BuiltInMetric.STICKINESS).value()).isEqualTo((2 + 1) / 2.0 / 2);
        assertThat(signal(BuiltInMetric.SESSION_FREQUENCY).value()).isEqualTo((7 + 3.5) / 2);
        assertThat(signal(BuiltInMetric.CHURN_RATE)).isEqualTo(new MetricSignal(0, null, 0, Confidence.LOW));
        assertThat(signal(BuiltInMetric.LEVEL_ENTROPY).value()).isZero();
    }

    @Test
    @DisplayName("simulated people, newcomers included, are measured by what they did in the experiment")
    void simulatedPeople() {
        Scenario growing = Scenario.stationary().mutate().arrivalsPerDay(.05).build();
        SimulatedPopulation simulated = SimulatedPopulation.create(growing, 3, 150);
        simulated.playBurnIn();
        MetricsEngine metrics = MetricsEngine.attach(simulated);
        metrics.measureAlso(ALL);
        List<PeopleSnapshot> evenings = new ArrayList<>(List.of(simulated.snapshot()));

        for (int day = 0; day < 40; day++) {
            simulated.playDay(Economy.defaults());
            metrics.recordDay();
            evenings.add(simulated.snapshot());
            assertSameAs(evenings, metrics.signalsByName());
        }
        assertThat(simulated.people()).isGreaterThan(200);
    }

    /** The same from all evenings, each number counted on its own. */
    private static void assertSameAs(List<PeopleSnapshot> evenings, Map<String, MetricSignal> signals) {
        int days = evenings.size() - 1;
        double week = Math.min(7, days);
        int ofWeek = 0;
        int ofMonth = 0;
        int ofFortnightBefore = 0;
        int left = 0;
        double activeDays = 0;
        int[] levels = new int[Level.HIGHEST + 1];
        PeopleSnapshot last = evenings.get(days);
        for (int person = 0; person < last.people(); person++) {
            int inWeek = active(evenings, person, days - 7, days);
            activeDays += inWeek;
            ofWeek += inWeek > 0 ? 1 : 0;
            ofMonth += active(evenings, person, days - 30, days) > 0 ? 1 : 0;
            boolean cameBefore = active(evenings, person, days - 28, days - 14) > 0;
            ofFortnightBefore += cameBefore ? 1 : 0;
            left += cameBefore && active(evenings, person, days - 14, days) == 0 ? 1 : 0;
            PeopleSnapshot start = evenings.get(0);
            levels[Level.of(last.pointTenths(person) - (person < start.people() ? start.pointTenths(person) : 0))]++;
        }
        double withoutOne = 0;
        for (int level = 1; level <= Level.HIGHEST; level++) {
            int onLevel = levels[level]--;
            withoutOne += onLevel == 0 ? 0 : onLevel * entropy(levels) / last.people();
            levels[level] = onLevel;
        }
        double entropy = last.people() * entropy(levels) - (last.people() - 1) * withoutOne;
        assertThat(signals.get("STICKINESS").value()).isCloseTo(activeDays / week / ofMonth, within(1e-12));
        assertThat(signals.get("STICKINESS").sampleSize()).isEqualTo(ofMonth);
        assertThat(signals.get("SESSION_FREQUENCY").value()).isCloseTo(activeDays / ofWeek * 7 / week, within(1e-12));
        assertThat(signals.get("CHURN_RATE").value())
                .isEqualTo(ofFortnightBefore == 0 ? 0 : (double) left / ofFortnightBefore);
        assertThat(signals.get("CHURN_RATE").sampleSize()).isEqualTo(ofFortnightBefore);
        assertThat(signals.get("LEVEL_ENTROPY").value()).isCloseTo(entropy, within(1e-9));
    }

    private static double entropy(int[] levels) {
        double people = Arrays.stream(levels).sum();
        return Arrays.stream(levels)
                .filter(level -> level > 0)
                .mapToDouble(level -> -level / people * Math.log(level / people) / Math.log(2))
                .sum();
    }

    private static int active(List<PeopleSnapshot> evenings, int person, int from, int until) {
        return days(evenings, person, until) - days(evenings, person, from);
    }

    private static int days(List<PeopleSnapshot> evenings, int person, int evening) {
        PeopleSnapshot snapshot = evenings.get(Math.max(0, evening));
        return person < snapshot.people() ? snapshot.activeDays(person) : 0;
    }

    @Test
    @DisplayName("none is reported unless it is asked for, and the six come first")
    void onlyWhatIsAskedFor() {
        day("ann");
        assertThat(engine.signalsByName()).containsOnlyKeys(names(Metric.values()));

        MetricsEngine asked = MetricsEngine.attach(people);
        asked.measureAlso(List.of(BuiltInMetric.LEVEL_ENTROPY, BuiltInMetric.CHURN_RATE));
        assertThat(asked.signalsByName().keySet())
                .startsWith(names(Metric.values()))
                .endsWith("LEVEL_ENTROPY", "CHURN_RATE")
                .hasSize(8);
    }

    private static String[] names(Metric... metrics) {
        return List.of(metrics).stream().map(Metric::name).toArray(String[]::new);
    }

    @Test
    @DisplayName("a metric that begins after the first day would not know that day, so it is refused")
    void notInTheMiddle() {
        day("ann");
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.measureAlso(ALL))
                .withMessageContaining("day 0 is recorded already");
    }

    @Test
    @DisplayName("variants are compared on extra metrics too, in one family with the six")
    void compares() {
        List<Evening> evenings = new ArrayList<>();
        for (int seed = 1; seed <= 2; seed++) {
            SimulatedPopulation simulated = SimulatedPopulation.create(Scenario.stationary(), seed, 150);
            simulated.playBurnIn();
            MetricsEngine metrics = MetricsEngine.attach(simulated);
            metrics.measureAlso(ALL);
            for (int day = 0; day < 30; day++) {
                simulated.playDay(Economy.defaults());
                metrics.recordDay();
            }
            evenings.add(metrics.evening());
        }

        VariantComparisons comparisons = VariantComparisons.of(
                "control", Map.of("control", evenings.get(0), "a", evenings.get(1)), Metric.XP_VELOCITY);

        assertThat(comparisons.versusControl("a")).hasSize(10);
        assertThat(comparisons.versusControl("a").get("CHURN_RATE").method()).isEqualTo("Fisher exact");
        assertThat(comparisons.versusControl("a").get("LEVEL_ENTROPY").difference())
                .isCloseTo(
                        evenings.get(1).sample(BuiltInMetric.LEVEL_ENTROPY).value()
                                - evenings.get(0)
                                        .sample(BuiltInMetric.LEVEL_ENTROPY)
                                        .value(),
                        within(1e-12));
    }

    @Test
    @DisplayName("a metric of somebody's own is measured like the built-in ones")
    void ownMetric() {
        ExtraMetrics known = ExtraMetrics.ofDefaults().with(MOST_SCANS);
        assertThat(known.names()).hasSize(5).endsWith("SCANS_SO_FAR");
        engine.measureAlso(known.known(List.of("SCANS_SO_FAR", "NO_SUCH_METRIC")));

        day("ann", "bob");
        day("ann");

        assertSignal(signal(MOST_SCANS), 1.5, Math.sqrt(.5), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known.with(MOST_SCANS))
                .withMessageContaining("there is a metric SCANS_SO_FAR already");
    }

    private static double square(double x) {
        return x * x;
    }
}
