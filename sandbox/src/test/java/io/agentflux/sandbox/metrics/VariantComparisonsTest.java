package io.agentflux.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.Standing;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.statistics.Multiplicity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VariantComparisonsTest {

    private static final int DAYS = 28;

    private static MetricsEngine afterFourWeeks(long seed, Economy economy) {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), seed, 600);
        people.playBurnIn();
        MetricsEngine engine = MetricsEngine.attach(people);
        for (int day = 0; day < DAYS; day++) {
            people.playDay(economy);
            engine.recordDay();
        }
        return engine;
    }

    private static Map<String, Evening> evenings() {
        Economy none = Economy.defaults()
                .with(EconomyParameter.SCAN_XP, 0)
                .with(EconomyParameter.FIRST_SCAN_OF_DAY_XP, 0)
                .with(EconomyParameter.STREAK_BONUS_PER_DAY, 0);
        Map<String, Evening> evenings = new LinkedHashMap<>();
        evenings.put("poor", afterFourWeeks(1, none).evening());
        evenings.put("control", afterFourWeeks(2, Economy.defaults()).evening());
        evenings.put("same", afterFourWeeks(3, Economy.defaults()).evening());
        return evenings;
    }

    @Test
    @DisplayName("every treatment is compared on six metrics, corrected for all twelve comparisons")
    void comparesEveryMetric() {
        Map<String, Evening> evenings = evenings();

        VariantComparisons comparisons = VariantComparisons.of("control", evenings, Metric.XP_VELOCITY);

        List<MetricComparison> all = new ArrayList<>();
        for (String treatment : List.of("poor", "same")) {
            Map<String, MetricComparison> metrics = comparisons.versusControl(treatment);
            assertThat(metrics.keySet())
                    .containsExactlyElementsOf(
                            Stream.of(Metric.values()).map(Metric::name).toList());
            metrics.forEach((metric, comparison) -> assertThat(comparison.difference())
                    .as("%s of %s", metric, treatment)
                    .isCloseTo(
                            evenings.get(treatment)
                                            .sample(Metric.valueOf(metric))
                                            .value()
                                    - evenings.get("control")
                                            .sample(Metric.valueOf(metric))
                                            .value(),
                            within(1e-9)));
            all.addAll(metrics.values());
        }
        double[] raw = all.stream().mapToDouble(MetricComparison::pValue).toArray();
        assertThat(all.stream().mapToDouble(MetricComparison::holmPValue)).containsExactly(box(Multiplicity.HOLM, raw));
        assertThat(all.stream().mapToDouble(MetricComparison::falseDiscoveryPValue))
                .containsExactly(box(Multiplicity.BENJAMINI_HOCHBERG, raw));
        assertThat(comparisons.versusControl("control")).isEmpty();
        assertThat(comparisons.versusControl("poor").get("XP_VELOCITY").isSignificant())
                .isTrue();
    }

    private static Double[] box(Multiplicity correction, double[] raw) {
        double[] adjusted = correction.adjust(raw);
        Double[] boxed = new Double[adjusted.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = adjusted[i];
        }
        return boxed;
    }

    @Test
    @DisplayName("the order is that of the effects, and the interval of a rank tells what is sure")
    void ranksByEffect() {
        VariantComparisons comparisons = VariantComparisons.of("control", evenings(), Metric.XP_VELOCITY);

        double effectOfSame =
                comparisons.versusControl("same").get("XP_VELOCITY").difference();
        int rankOfSame = effectOfSame > 0 ? 1 : 2;
        assertThat(comparisons.standing("poor")).contains(new Standing(3, 3, 3));
        assertThat(comparisons.standing("same")).contains(new Standing(rankOfSame, 1, 2));
        assertThat(comparisons.standing("control")).contains(new Standing(3 - rankOfSame, 1, 2));
    }

    @Test
    @DisplayName("before the first evening there is nothing to compare and no rank")
    void comparesNothingAtFirst() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 1, 50);
        Evening evening = MetricsEngine.attach(people).evening();

        VariantComparisons comparisons =
                VariantComparisons.of("a", Map.of("a", evening, "b", evening), Metric.RETENTION_RATE);

        assertThat(comparisons.versusControl("b")).isEmpty();
        assertThat(comparisons.standing("b")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VariantComparisons.of("c", Map.of("a", evening), Metric.RETENTION_RATE))
                .withMessageContaining("control 'c'");
    }

    @Test
    @DisplayName("an evening stays as it was when further days are recorded")
    void eveningsDoNotChange() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 4, 100);
        people.playBurnIn();
        MetricsEngine engine = MetricsEngine.attach(people);
        people.playDay(Economy.defaults());
        engine.recordDay();
        Evening evening = engine.evening();
        double before = evening.sample(Metric.XP_VELOCITY).value();

        for (int day = 0; day < 9; day++) {
            people.playDay(Economy.defaults());
            engine.recordDay();
        }

        assertThat(evening.sample(Metric.XP_VELOCITY).value()).isEqualTo(before);
        assertThat(evening.day()).isZero();
        assertThat(engine.evening().sample(Metric.XP_VELOCITY).value()).isNotEqualTo(before);
    }
}
