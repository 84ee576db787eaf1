package io.agentflux.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsEngineTest {

    private final SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 3, 500);

    @Test
    @DisplayName("Signals over a week agree with the totals of the week")
    void agreesWithTotals() {
        people.playBurnIn();
        MetricsEngine engine = MetricsEngine.attach(people);
        for (int day = 0; day < 20; day++) {
            people.playDay(Economy.defaults());
            engine.recordDay();
        }
        MetricMeans week = MetricMeans.of(people.history(13, 20));
        MetricMeans evening = MetricMeans.of(people.history(19, 20));
        Map<Metric, MetricSignal> signals = engine.signals();
        for (Metric metric : Metric.values()) {
            MetricMeans expected = metric == Metric.RETENTION_RATE || metric == Metric.STREAK_LENGTH ? evening : week;
            assertThat(signals.get(metric).value()).as("%s", metric).isCloseTo(expected.value(metric), within(1e-12));
            assertThat(signals.get(metric).standardDeviation()).isPositive();
            assertThat(signals.get(metric).confidence()).isEqualTo(Confidence.HIGH);
        }
        assertThat(signals.get(Metric.SCAN_FREQUENCY).sampleSize()).isEqualTo(500);
        assertThat(signals.get(Metric.FEEDBACK_QUALITY).sampleSize()).isBetween(300, 500);
    }

    @Test
    @DisplayName("The headcount agrees with the totals of the last day, its scans with those of the experiment's days")
    void headcount() {
        people.playBurnIn();
        MetricsEngine engine = MetricsEngine.attach(people);
        for (int day = 0; day < 10; day++) {
            people.playDay(Economy.defaults());
            engine.recordDay();
        }
        List<DayTotals> days = people.history(0, 10);
        DayTotals last = days.get(9);
        long scans = days.stream().mapToLong(DayTotals::scans).sum();
        assertThat(engine.headcount())
                .isEqualTo(new Headcount(500, (int) last.active(), (int) last.activeThisWeek(), scans));
    }

    @Test
    @DisplayName("Signals have the bits of the samples behind them, newcomers included")
    void sameBitsAsSamples() {
        Scenario growing = Scenario.stationary().mutate().arrivalsPerDay(.05).build();
        SimulatedPopulation grown = SimulatedPopulation.create(growing, 3, 200);
        grown.playBurnIn();
        MetricsEngine engine = MetricsEngine.attach(grown);
        for (int day = 0; day < 12; day++) {
            grown.playDay(Economy.defaults().with(EconomyParameter.PHOTO_XP, 3.7));
            engine.recordDay();
            for (Metric metric : Metric.values()) {
                MetricSample sample = engine.evening().sample(metric);
                assertThat(engine.signals().get(metric))
                        .as("%s on day %d", metric, day)
                        .isEqualTo(MetricSignal.of(sample.value(), deviation(sample), sample.people()));
            }
        }
        assertThat(grown.people()).isGreaterThan(250);
    }

    private static Double deviation(MetricSample sample) {
        return Double.isNaN(sample.standardDeviation()) ? null : sample.standardDeviation();
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 20", "1, 1000000, 126", "1, 0, 0", "2, 0, 1000000", "300, 1000000, 0"})
    @DisplayName("Nobody, one person and extreme economies give finite signals over ten years")
    void extremes(int count, double points, double cap) {
        Economy economy = Economy.defaults()
                .with(Map.of(
                        EconomyParameter.SCAN_XP, points,
                        EconomyParameter.FEEDBACK_XP, points,
                        EconomyParameter.STREAK_BONUS_PER_DAY, points,
                        EconomyParameter.STREAK_BONUS_CAP, points,
                        EconomyParameter.SCAN_DAILY_CAP, cap,
                        EconomyParameter.FEEDBACK_DAILY_CAP, cap));
        SimulatedPopulation few = SimulatedPopulation.create(Scenario.stationary(), 3, count);
        few.playBurnIn();
        few.playDays(economy, 3_640);
        MetricsEngine engine = MetricsEngine.attach(few);
        for (int day = 0; day < 10; day++) {
            few.playDay(economy);
            engine.recordDay();
        }
        // a signal refuses what is not finite by itself
        assertThat(engine.signals()).hasSize(6).allSatisfy((metric, signal) -> {
            assertThat(signal.value()).isNotNegative();
            assertThat(signal.sampleSize()).isBetween(0, count);
            assertThat(signal.standardDeviation() == null).isEqualTo(signal.sampleSize() < 2);
        });
        assertThat(engine.headcount().totalScans())
                .isEqualTo(few.history(3_640, 3_650).stream()
                        .mapToLong(DayTotals::scans)
                        .sum());
    }

    @Test
    @DisplayName("Before any day is recorded there is nobody behind a metric")
    void beforeTheFirstDay() {
        MetricSignal nothing = new MetricSignal(0, null, 0, Confidence.LOW);
        assertThat(MetricsEngine.attach(people).signals()).hasSize(6).values().containsOnly(nothing);
    }

    @Test
    @DisplayName("A day that is recorded twice or skipped is refused")
    void wrongDay() {
        MetricsEngine engine = MetricsEngine.attach(people);
        assertThatThrownBy(engine::recordDay)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expect day -14");
    }

    @Test
    @DisplayName("A recorded period agrees with the totals of its days, metric by metric")
    void period() {
        people.playBurnIn();
        PeriodRecorder period = PeriodRecorder.begin(people);
        for (int day = 0; day < 28; day++) {
            people.playDay(Economy.defaults());
            period.recordDay();
        }
        MetricMeans means = MetricMeans.of(people.history(0, 28));
        for (Metric metric : Metric.values()) {
            assertThat(period.sample(metric).value()).as("%s", metric).isCloseTo(means.value(metric), within(1e-12));
        }
        assertThat(period.days()).isEqualTo(28);
    }

    @Test
    @DisplayName("The deviation of a mean is the ordinary one, that of a ratio the linearised one")
    void deviations() {
        MetricSample mean = MetricSample.of(new double[] {2, 4, 9}, new double[] {1, 1, 1});
        assertThat(mean.value()).isEqualTo(5);
        assertThat(mean.standardDeviation()).isCloseTo(Math.sqrt(13), within(1e-12));
        MetricSample ratio = MetricSample.of(new double[] {1, 0, 3, 0}, new double[] {2, 1, 5, 0});
        assertThat(ratio.value()).isEqualTo(.5);
        assertThat(ratio.people()).isEqualTo(3);
        assertThat(ratio.standardDeviation()).isCloseTo(Math.sqrt(.5 / 2) / (8 / 3.0), within(1e-12));
        assertThat(ratio.values()).containsExactly(.5, 0, .6);
        assertThat(List.of(MetricSample.of(new double[1], new double[1]).standardDeviation()))
                .containsExactly(Double.NaN);
    }
}
