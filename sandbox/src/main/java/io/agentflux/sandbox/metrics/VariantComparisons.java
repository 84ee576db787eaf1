package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.Standing;
import io.agentflux.statistics.Multiplicity;
import io.agentflux.statistics.RankInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every variant of an experiment against the control on one evening, metric by metric, and the order of the variants by the
 * primary metric. Never changes.
 *
 * <p>All comparisons of treatments with the control, those of extra metrics included, are one family for the corrected p-values. A
 * metric for which the people of one side are too few, or do not differ at all, is not compared. Where whole sites were assigned,
 * sites are compared instead of people.
 *
 * <p>Ranks come from the effect against the control, the control itself having none; equal effects are put in order by the next
 * metrics in the order of {@link Metric}. Each variant's rank interval rests on the comparisons of all pairs of variants,
 * corrected by Holm, and holds for all variants at once at the level of {@value #LEVEL}.
 */
public final class VariantComparisons {

    /** The level of all intervals. */
    static final double LEVEL = 0.95;

    private final Map<String, Map<String, MetricComparison>> versusControl;
    private final Map<String, Standing> standings;

    private VariantComparisons(
            Map<String, Map<String, MetricComparison>> versusControl, Map<String, Standing> standings) {
        this.versusControl = versusControl;
        this.standings = standings;
    }

    /**
     * Compares the variants of an experiment. Costs a few passes over all people.
     *
     * @param controlId the variant that the others are compared with
     * @param variants the evening of each variant by its id, the control's included
     * @param primaryMetric what decides which variant is better
     */
    public static VariantComparisons of(String controlId, Map<String, Evening> variants, Metric primaryMetric) {
        Evening control = variants.get(controlId);
        if (control == null) {
            throw new IllegalArgumentException(
                    "there is no evening of the control '" + controlId + "'; there are " + variants.keySet());
        }
        Map<String, Map<String, SampleComparison>> tests = new LinkedHashMap<>();
        variants.forEach((id, evening) -> {
            if (!id.equals(controlId)) {
                tests.put(id, againstControl(evening, control));
            }
        });
        return new VariantComparisons(corrected(tests), standings(controlId, variants, tests, primaryMetric));
    }

    /** No comparison of any variant. */
    public static VariantComparisons none() {
        return new VariantComparisons(Map.of(), Map.of());
    }

    /**
     * The metrics of a variant by name against the control, the six in the order of {@link Metric} first; none for the control
     * itself.
     */
    public Map<String, MetricComparison> versusControl(String variantId) {
        return versusControl.getOrDefault(variantId, Map.of());
    }

    /** Where a variant stands; empty while some variant cannot be compared on the primary metric. */
    public Optional<Standing> standing(String variantId) {
        return Optional.ofNullable(standings.get(variantId));
    }

    private static @Nullable SampleComparison compared(Metric metric, Evening a, Evening b) {
        return compared(metric.kind(), a, a.sample(metric), b, b.sample(metric));
    }

    private static @Nullable SampleComparison compared(ExtraMetric metric, Evening a, Evening b) {
        return compared(metric.kind(), a, a.sample(metric), b, b.sample(metric));
    }

    private static @Nullable SampleComparison compared(
            Metric.Kind kind, Evening a, MetricSample peopleOfA, Evening b, MetricSample peopleOfB) {
        return a.isBySite()
                ? SampleComparison.ofSites(a.units(peopleOfA), b.units(peopleOfB), LEVEL)
                : SampleComparison.of(kind, peopleOfA, peopleOfB, LEVEL);
    }

    private static Map<String, SampleComparison> againstControl(Evening evening, Evening control) {
        Map<String, SampleComparison> tests = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            SampleComparison test = compared(metric, evening, control);
            if (test != null) {
                tests.put(metric.name(), test);
            }
        }
        for (ExtraMetric metric : evening.extra()) {
            SampleComparison test = compared(metric, evening, control);
            if (test != null) {
                tests.put(metric.name(), test);
            }
        }
        return tests;
    }

    private static Map<String, Map<String, MetricComparison>> corrected(
            Map<String, Map<String, SampleComparison>> tests) {
        double[] raw = tests.values().stream()
                .flatMap(byMetric -> byMetric.values().stream())
                .mapToDouble(SampleComparison::pValue)
                .toArray();
        double[] holm = Multiplicity.HOLM.adjust(raw);
        double[] falseDiscovery = Multiplicity.BENJAMINI_HOCHBERG.adjust(raw);
        Map<String, Map<String, MetricComparison>> corrected = new LinkedHashMap<>();
        int next = 0;
        for (Map.Entry<String, Map<String, SampleComparison>> variant : tests.entrySet()) {
            Map<String, MetricComparison> comparisons = new LinkedHashMap<>();
            for (Map.Entry<String, SampleComparison> test : variant.getValue().entrySet()) {
                comparisons.put(test.getKey(), test.getValue().corrected(holm[next], falseDiscovery[next], LEVEL));
                next++;
            }
            corrected.put(variant.getKey(), Collections.unmodifiableMap(comparisons));
        }
        return corrected;
    }

    private static Map<String, Standing> standings(
            String controlId,
            Map<String, Evening> variants,
            Map<String, Map<String, SampleComparison>> tests,
            Metric primaryMetric) {
        if (tests.values().stream().anyMatch(byMetric -> !byMetric.containsKey(primaryMetric.name()))) {
            return Map.of();
        }
        List<String> ids = List.copyOf(variants.keySet());
        Optional<boolean[][]> above = surelyAbove(List.copyOf(variants.values()), primaryMetric);
        if (above.isEmpty()) {
            return Map.of();
        }
        List<RankInterval> intervals = RankInterval.simultaneous(above.get());
        List<String> order =
                ids.stream().sorted(byEffect(controlId, tests, primaryMetric)).toList();
        Map<String, Standing> standings = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            int rank = order.indexOf(ids.get(i)) + 1;
            RankInterval interval = intervals.get(i);
            standings.put(
                    ids.get(i), new Standing(rank, Math.min(rank, interval.low()), Math.max(rank, interval.high())));
        }
        return standings;
    }

    private static Comparator<String> byEffect(
            String controlId, Map<String, Map<String, SampleComparison>> tests, Metric primaryMetric) {
        List<Metric> metrics = new ArrayList<>(List.of(primaryMetric));
        metrics.addAll(List.of(Metric.values()));
        Comparator<String> order = Comparator.comparingInt(id -> 0);
        for (Metric metric : metrics) {
            order = order.thenComparing(
                    id -> {
                        SampleComparison test = id.equals(controlId)
                                ? null
                                : tests.getOrDefault(id, Map.of()).get(metric.name());
                        return test == null ? 0.0 : test.difference();
                    },
                    Comparator.reverseOrder());
        }
        return order;
    }

    /** Which variant is surely above which other; empty if some pair cannot be compared. */
    private static Optional<boolean[][]> surelyAbove(List<Evening> evenings, Metric primaryMetric) {
        List<int[]> pairs = new ArrayList<>();
        List<SampleComparison> tests = new ArrayList<>();
        for (int a = 0; a < evenings.size(); a++) {
            for (int b = a + 1; b < evenings.size(); b++) {
                SampleComparison test = compared(primaryMetric, evenings.get(a), evenings.get(b));
                if (test == null) {
                    return Optional.empty();
                }
                pairs.add(new int[] {a, b});
                tests.add(test);
            }
        }
        double[] holm = Multiplicity.HOLM.adjust(
                tests.stream().mapToDouble(SampleComparison::pValue).toArray());
        boolean[][] above = new boolean[evenings.size()][evenings.size()];
        for (int i = 0; i < holm.length; i++) {
            if (holm[i] < 1 - LEVEL) {
                int[] pair = pairs.get(i);
                boolean firstIsHigher = tests.get(i).difference() > 0;
                above[firstIsHigher ? pair[0] : pair[1]][firstIsHigher ? pair[1] : pair[0]] = true;
            }
        }
        return Optional.of(above);
    }
}
