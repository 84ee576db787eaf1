package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.sandbox.metrics.Evening;
import io.agentflux.sandbox.metrics.VariantComparisons;
import io.agentflux.sandbox.store.Heartbeats.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.scheduler.Scheduler;

/**
 * The variants of an experiment at work, side by side: they live the same days, and are compared as of the same evening. Days are
 * for one thread at a time; everything else may be asked on any thread.
 */
final class Variants {

    private final ExperimentSpec spec;
    private final Scheduler scheduler;
    private final Map<String, Variant> byId = new LinkedHashMap<>();
    private volatile LatestComparisons comparisons;

    /**
     * The variants of an experiment.
     *
     * @param cohorts the people of each variant by its id, as they are now
     * @param scheduler where variants are compared ahead
     */
    Variants(ExperimentSpec spec, Map<String, Cohort> cohorts, Scheduler scheduler) {
        this.spec = spec;
        this.scheduler = scheduler;
        cohorts.forEach((id, cohort) -> byId.put(id, new Variant(spec.variant(id), cohort, spec)));
        this.comparisons = new LatestComparisons(spec, evenings());
    }

    private Map<String, Evening> evenings() {
        Map<String, Evening> evenings = new LinkedHashMap<>();
        byId.forEach(
                (id, variant) -> evenings.put(id, variant.cohort().metrics().evening()));
        return evenings;
    }

    /**
     * One variant.
     *
     * @throws IllegalArgumentException if there is none of that id
     */
    Variant variant(String variantId) {
        return Objects.requireNonNull(byId.get(spec.variant(variantId).id()));
    }

    /** Lets the people of every variant live a day, after that morning. */
    List<Occurrence.LivedDay> playDay(ExperimentState morning) {
        List<Occurrence.LivedDay> lived = new ArrayList<>();
        byId.forEach((id, variant) -> lived.add(variant.playDay(morning.variant(id))));
        LatestComparisons earlier = comparisons;
        LatestComparisons latest = earlier.next(evenings(), morning.daysPlayed() + 1);
        if (earlier.wereAsked()) {
            scheduler.schedule(latest::compare);
        }
        comparisons = latest;
        return lived;
    }

    /** Takes note that no other day will be lived. Not while one is. */
    void end() {
        byId.values().forEach(variant -> variant.cohort().end());
        comparisons.forgetBefore();
    }

    /** Every variant against the control as of the last evening of a state; none in the compatible profile. */
    VariantComparisons comparisons(ExperimentState state) {
        return spec.profile() == Profile.COMPATIBLE
                ? VariantComparisons.none()
                : comparisons.asOf(state.daysPlayed()).get();
    }

    /** What the agent of a variant observes. */
    Signals observe(Variant variant, ExperimentState state, Instant now) {
        Signals signals = variant.observe(state, now);
        if (spec.profile() == Profile.COMPATIBLE) {
            // nobody asks for the control, whose people come as those of the others do
            variant(spec.control().id()).observedElsewhere(variant.observed());
        }
        return signals;
    }

    /** How all of them stand, the control first. */
    Scoreboard scoreboard(ExperimentState state, Instant now) {
        VariantComparisons compared = comparisons(state);
        return new Scoreboard(byId.values().stream()
                .sorted(Comparator.comparing(variant -> !variant.spec().isControl()))
                .map(variant -> variant.scoreboardEntry(state, compared, now))
                .toList());
    }

    /** Takes note of a heartbeat that was heard before this process began; of one that is gone, nothing. */
    void remember(Heartbeat heartbeat) {
        Variant variant = byId.get(heartbeat.variantId());
        if (variant != null) {
            variant.heard(heartbeat);
        }
    }
}
