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

/**
 * What people did in the burn-in, as a covariate of what they do in a split experiment: assignment at random cannot move it, so
 * what it explains is the luck of the draw and may be taken out (CUPED: Deng, Xu, Kohavi and Walker, WSDM 2013). With {@code x}
 * a person's part in a metric of the burn-in and {@code y} that in the metric of a later period, a variant's metric becomes
 * {@code mean y - theta (mean x of the variant - mean x of everybody)} with {@code theta = cov(x, y) / var(x)} within the
 * variant, so that one variant that runs wild does not spoil the others (Lin, Annals of Applied Statistics 7 (2013) 295-318).
 */
final class BurnInCovariate {

    private final Map<JudgedCohort, Map<Metric, double[]>> parts = new HashMap<>();

    BurnInCovariate(Collection<JudgedCohort> everybody) {
        List<JudgedCohort> cohorts = List.copyOf(everybody);
        cohorts.forEach(cohort -> parts.put(cohort, new EnumMap<>(Metric.class)));
        for (Metric metric : Metric.values()) {
            double[][] centred = MetricSample.partsAroundCommonValue(
                    cohorts.stream().map(cohort -> cohort.burnInSample(metric)).toList());
            for (int cohort = 0; cohort < centred.length; cohort++) {
                parts(cohorts.get(cohort)).put(metric, centred[cohort]);
            }
        }
    }

    /** Each person's part in the burn-in, 0 on average over everybody, with that in a later period. Who came later is average. */
    BivariateSample pairs(JudgedCohort cohort, Metric metric, MetricSample later) {
        double[] before = Objects.requireNonNull(parts(cohort).get(metric));
        double[] covariate = new double[later.size()];
        System.arraycopy(before, 0, covariate, 0, before.length);
        return BivariateSample.of(covariate, later.parts());
    }

    /** The metric of a variant in a later period with the luck of the draw taken out. */
    double adjusted(JudgedCohort cohort, Metric metric, MetricSample later) {
        BivariateSample pairs = pairs(cohort, metric, later);
        double squares = pairs.x().squaredDeviations();
        double theta = squares > 0 ? pairs.codeviations() / squares : 0;
        return pairs.y().mean() - theta * pairs.x().mean();
    }

    private Map<Metric, double[]> parts(JudgedCohort cohort) {
        return Objects.requireNonNull(parts.get(cohort));
    }
}
