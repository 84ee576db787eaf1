package io.agentflux.arena;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a variant's agent observes: counts and metrics over the people of that variant, never a single person.
 *
 * @param enrolled people assigned to the variant
 * @param activeToday people active on the current day of the experiment
 * @param active7d people active in the last seven days
 * @param totalScans scans since the experiment began
 * @param experimentDays days since the experiment began; the first day is 1
 * @param metrics the metrics by name, in the order the arena reports them
 * @param computedAt when the arena computed these signals, which a cache may have been a while ago; null if not told
 */
public record Signals(
        int enrolled,
        int activeToday,
        int active7d,
        long totalScans,
        int experimentDays,
        Map<String, MetricSignal> metrics,
        @Nullable Instant computedAt) {

    /** Refuses negative counts and copies the metrics. */
    public Signals {
        if (enrolled < 0 || activeToday < 0 || active7d < 0 || totalScans < 0 || experimentDays < 0) {
            throw new IllegalArgumentException("enrolled=" + enrolled + ", activeToday=" + activeToday + ", active7d="
                    + active7d + ", totalScans=" + totalScans + ", experimentDays=" + experimentDays
                    + "; counts cannot be negative");
        }
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** The signal of one of the standard metrics, or empty if the arena does not report it. */
    public Optional<MetricSignal> metric(Metric metric) {
        return Optional.ofNullable(metrics.get(metric.name()));
    }

    /** The signal of one of the standard metrics if it rests on enough people to act on. */
    public Optional<MetricSignal> trustedMetric(Metric metric) {
        return metric(metric).filter(MetricSignal::isTrusted);
    }

    @Override
    public String toString() {
        return "Signals(enrolled=" + enrolled + ", activeToday=" + activeToday + ", day=" + experimentDays
                + ", metrics=" + (metrics.isEmpty() ? "none" : String.join(", ", metrics.keySet())) + ")";
    }
}
