package io.agentflux.config;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.statistics.BivariateSample;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * What people did in the burn-in, as a covariate of what they do in a split experiment: assignment at random cannot move it, so
 * what it explains is the luck of the draw and may be taken out (CUPED: Deng, Xu, Kohavi and Walker, WSDM 2013). With {@code x}
 * a person's part in a metric of the burn-in and {@code y} that in the metric of a later period, a variant's metric becomes
 * {@code mean y - theta (mean x of the variant - mean x of everybody)} with {@code theta = cov(x, y) / var(x)} within variants.
 */
final class BurnInCovariate {

    private final Map<JudgedCohort, Map<Metric, double[]>> parts = new HashMap<>();
    private final List<JudgedCohort> cohorts;

    BurnInCovariate(Collection<JudgedCohort> cohorts) {
        this.cohorts = List.copyOf(cohorts);
        this.cohorts.forEach(cohort -> parts.put(cohort, new EnumMap<>(Metric.class)));
        for (Metric metric : Metric.values()) {
            List<MetricSample> samples = this.cohorts.stream()
                    .map(cohort -> cohort.burnInSample(metric))
                    .toList();
            double[][] centred = MetricSample.partsAroundCommonValue(samples);
            for (int cohort = 0; cohort < centred.length; cohort++) {
                Objects.requireNonNull(parts.get(this.cohorts.get(cohort))).put(metric, centred[cohort]);
            }
        }
    }

    /** Each person's part in the burn-in with that in a later period. Who came later is average. */
    BivariateSample pairs(JudgedCohort cohort, Metric metric, MetricSample later) {
        double[] before = Objects.requireNonNull(
                Objects.requireNonNull(parts.get(cohort)).get(metric));
        double[] covariate = new double[later.size()];
        System.arraycopy(before, 0, covariate, 0, before.length);
        return BivariateSample.of(covariate, later.parts());
    }

    /** The metrics of each variant in a later period with the luck of the draw taken out. */
    Map<JudgedCohort, Map<Metric, Double>> adjusted(BiFunction<JudgedCohort, Metric, MetricSample> period) {
        Map<JudgedCohort, Map<Metric, Double>> adjusted = new HashMap<>();
        cohorts.forEach(cohort -> adjusted.put(cohort, new EnumMap<>(Metric.class)));
        for (Metric metric : Metric.values()) {
            List<BivariateSample> pairs = cohorts.stream()
                    .map(cohort -> pairs(cohort, metric, period.apply(cohort, metric)))
                    .toList();
            double squares = pairs.stream()
                    .mapToDouble(pair -> pair.x().squaredDeviations())
                    .sum();
            double theta = squares > 0
                    ? pairs.stream().mapToDouble(BivariateSample::codeviations).sum() / squares
                    : 0;
            for (int cohort = 0; cohort < pairs.size(); cohort++) {
                BivariateSample pair = pairs.get(cohort);
                Objects.requireNonNull(adjusted.get(cohorts.get(cohort)))
                        .put(metric, pair.y().mean() - theta * pair.x().mean());
            }
        }
        return adjusted;
    }
}
