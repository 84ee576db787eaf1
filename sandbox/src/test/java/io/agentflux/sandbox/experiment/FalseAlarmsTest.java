package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.metrics.BuiltInMetric;
import io.agentflux.sandbox.metrics.Evening;
import io.agentflux.sandbox.metrics.VariantComparisons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseAlarmsTest {

    private static final int EXPERIMENTS = 200;

    @ParameterizedTest(name = "with {0} treated people for one of the control, after {1} days")
    @CsvSource({"1, 1", "0.2, 14"})
    @DisplayName("variants that differ in nothing seem to differ one time in twenty, in each metric")
    void variantsThatDifferInNothing(double weight, int days) {
        Map<String, Integer> alarms = new TreeMap<>();
        for (int seed = 0; seed < EXPERIMENTS; seed++) {
            compare(seed, weight, days).versusControl("a").forEach((metric, comparison) -> {
                alarms.merge(metric, comparison.pValue() < 0.05 ? 1 : 0, Integer::sum);
            });
        }

        // 10 are expected; four standard errors more
        assertThat(alarms).hasSizeGreaterThanOrEqualTo(7).allSatisfy((metric, count) -> assertThat(count)
                .isLessThan(23));
    }

    private static VariantComparisons compare(int seed, double weight, int days) {
        PeopleSpec.Simulated people = new PeopleSpec.Simulated("stationary", seed, 90);
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp",
                        "exp",
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("a", GuardrailLimits.standard())
                                        .weighing(weight)))
                .people(people)
                .build();
        Map<String, Evening> evenings = new LinkedHashMap<>();
        for (VariantSpec variant : spec.variants()) {
            Cohort cohort = SimulatedCohorts.of(spec, people, variant);
            cohort.metrics().measureAlso(List.of(BuiltInMetric.values()));
            for (int day = 0; day < days; day++) {
                cohort.playDay(Economy.defaults());
            }
            evenings.put(variant.id(), cohort.metrics().evening());
        }
        return VariantComparisons.of("control", evenings, Metric.SCAN_FREQUENCY);
    }
}
