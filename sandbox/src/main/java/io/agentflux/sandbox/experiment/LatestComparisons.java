package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.metrics.Evening;
import io.agentflux.sandbox.metrics.VariantComparisons;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compares the variants on one evening when somebody asks for the first time, and never again. As long as somebody asks every
 * day it is done ahead, where it delays nobody.
 */
final class LatestComparisons {

    private final ExperimentSpec spec;
    private final Map<String, Evening> evenings;
    private final int day;
    private final AtomicReference<@Nullable VariantComparisons> known = new AtomicReference<>();

    private volatile @Nullable LatestComparisons before;
    private volatile boolean asked;

    private LatestComparisons(ExperimentSpec spec, Map<String, Evening> evenings, int day) {
        this.spec = spec;
        this.evenings = evenings;
        this.day = day;
    }

    /** Of people as they are when their experiment is created, or goes on. */
    LatestComparisons(ExperimentSpec spec, Map<String, Evening> evenings) {
        this(spec, evenings, 0);
    }

    /** Those of the evening of the next day. These are remembered meanwhile, for that evening is not kept yet. */
    LatestComparisons next(Map<String, Evening> evenings, int day) {
        LatestComparisons next = new LatestComparisons(spec, evenings, day);
        forgetBefore();
        next.before = this;
        return next;
    }

    /** Those of the last evening, for whoever has seen that many days. */
    LatestComparisons asOf(int daysPlayed) {
        LatestComparisons earlier = before;
        return earlier != null && daysPlayed < day ? earlier : this;
    }

    void forgetBefore() {
        before = null;
    }

    /** The comparisons. Two threads that ask first at the same time both work them out, with the same outcome. */
    VariantComparisons get() {
        asked = true;
        return compare();
    }

    /** Whether anybody has asked for these. */
    boolean wereAsked() {
        return asked;
    }

    /** Works them out for those who will ask. */
    VariantComparisons compare() {
        VariantComparisons comparisons = known.get();
        if (comparisons == null) {
            comparisons = VariantComparisons.of(spec.control().id(), evenings, spec.primaryMetric());
            known.set(comparisons);
        }
        return comparisons;
    }
}
