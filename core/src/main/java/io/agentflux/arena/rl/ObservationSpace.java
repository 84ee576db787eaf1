package io.agentflux.arena.rl;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a policy sees: the numbers that are taken from an arena at each moment. Immutable, each method gives a changed copy.
 */
public final class ObservationSpace {

    private final List<String> names;
    private final List<Double> high;
    private final List<ToDoubleFunction<Moment>> features;

    private ObservationSpace(List<String> names, List<Double> high, List<ToDoubleFunction<Moment>> features) {
        this.names = names;
        this.high = high;
        this.features = features;
    }

    /** Sees nothing yet. */
    public static ObservationSpace empty() {
        return new ObservationSpace(List.of(), List.of(), List.of());
    }

    /**
     * Sees everything an arena reports, unscaled and in the order of the classic environment: the counts, all six metrics, and
     * the economy.
     */
    public static ObservationSpace flat() {
        return empty().counts().metrics(Metric.values()).economy();
    }

    /** Also the counts: enrolled, active today, active in seven days, scans, days. */
    public ObservationSpace counts() {
        return and("enrolled", Double.POSITIVE_INFINITY, moment -> moment.signals()
                        .enrolled())
                .and("active_today", Double.POSITIVE_INFINITY, moment -> moment.signals()
                        .activeToday())
                .and("active_7d", Double.POSITIVE_INFINITY, moment -> moment.signals()
                        .active7d())
                .and("total_scans", Double.POSITIVE_INFINITY, moment -> moment.signals()
                        .totalScans())
                .and("experiment_days", Double.POSITIVE_INFINITY, moment -> moment.signals()
                        .experimentDays());
    }

    /**
     * Also, for each of these metrics, its value, its standard deviation (0 where it is unknown) and the number of people
     * behind it; all three are 0 for a metric that is not reported.
     */
    public ObservationSpace metrics(Metric... metrics) {
        ObservationSpace seen = this;
        for (Metric metric : metrics) {
            String name = "metric_" + metric.name().toLowerCase(Locale.ROOT);
            double most = metric.kind() == Metric.Kind.PROPORTION ? 1 : Double.POSITIVE_INFINITY;
            seen = seen.and(name, most, moment -> moment.value(metric))
                    .and(name + "_std", Double.POSITIVE_INFINITY, moment -> deviation(moment.signals(), metric))
                    .and(name + "_n", Double.POSITIVE_INFINITY, moment -> moment.signals()
                            .metric(metric)
                            .map(MetricSignal::sampleSize)
                            .orElse(0));
        }
        return seen;
    }

    /** Also the ten values of the economy, as shares of their global defaults: 1 is the default. */
    public ObservationSpace economy() {
        ObservationSpace seen = this;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            seen = seen.and(
                    "config_" + parameter.wireName(),
                    Double.POSITIVE_INFINITY,
                    moment -> moment.economy().value(parameter) / parameter.globalDefault());
        }
        return seen;
    }

    /**
     * Also a number of one's own.
     *
     * @param name what it means
     * @param high the greatest value it has; the least is 0
     * @param feature how it is taken from a moment
     */
    public ObservationSpace and(String name, double high, ToDoubleFunction<Moment> feature) {
        return new ObservationSpace(with(names, name), with(this.high, high), with(features, feature));
    }

    private static <T> List<T> with(List<T> elements, T last) {
        List<T> more = new ArrayList<>(elements);
        more.add(last);
        return Collections.unmodifiableList(more);
    }

    private static double deviation(Signals signals, Metric metric) {
        @Nullable Double deviation =
                signals.metric(metric).map(MetricSignal::standardDeviation).orElse(null);
        return deviation == null ? 0 : deviation;
    }

    /** The vectors that are observations. */
    public Box box() {
        return new Box(names, Collections.nCopies(names.size(), 0.0), high);
    }

    /** What is seen at a moment: a fresh vector of the box. */
    public double[] encode(Moment moment) {
        double[] vector = new double[features.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = features.get(i).applyAsDouble(moment);
        }
        return vector;
    }
}
