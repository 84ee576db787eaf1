package io.agentflux.arena;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One metric as an agent sees it.
 *
 * @param value the metric, in its own unit
 * @param standardDeviation the standard deviation over people, or null where it is unknown
 * @param sampleSize the number of people behind the value
 * @param confidence how far the sample size lets the value be trusted
 */
public record MetricSignal(double value, @Nullable Double standardDeviation, int sampleSize, Confidence confidence) {

    /** Refuses a value that is not finite, and a negative sample size or standard deviation. */
    public MetricSignal {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "value is " + value + "; give a finite number, or leave out a metric that has no data");
        }
        if (sampleSize < 0) {
            throw new IllegalArgumentException("sampleSize is " + sampleSize + "; it cannot be negative");
        }
        if (standardDeviation != null && !(standardDeviation >= 0 && Double.isFinite(standardDeviation))) {
            throw new IllegalArgumentException("standardDeviation is " + standardDeviation
                    + "; give a finite number that is not negative, or null where it is unknown");
        }
    }

    /** A signal whose confidence follows from its sample size. */
    public static MetricSignal of(double value, @Nullable Double standardDeviation, int sampleSize) {
        return new MetricSignal(value, standardDeviation, sampleSize, Confidence.ofSampleSize(sampleSize));
    }

    /** Whether the value rests on enough people to act on: any confidence but low. */
    public boolean isTrusted() {
        return confidence != Confidence.LOW;
    }

    @Override
    public String toString() {
        String deviation = standardDeviation == null || standardDeviation == 0
                ? ""
                : String.format(Locale.ROOT, " ± %.2f", standardDeviation);
        return String.format(Locale.ROOT, "%.3f%s (n=%d, %s)", value, deviation, sampleSize, confidence.wireName());
    }
}
