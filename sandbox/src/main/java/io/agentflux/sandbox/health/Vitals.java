package io.agentflux.sandbox.health;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.experiment.AgentContact;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.experiment.VariantState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at: a running experiment at one instant.
 *
 * @param now the instant
 * @param watchedSince since when the experiment has been running and watched without a break; who was silent before had no
 *     chance to be heard
 * @param dayLength how long a day of the people lasts
 * @param variants the variants
 */
record Vitals(Instant now, Instant watchedSince, Duration dayLength, List<Variant> variants) {

    Vitals {
        variants = List.copyOf(variants);
    }

    /**
     * Looks at an experiment.
     *
     * @param watchedSince since when it has been running and watched without a break
     */
    static Vitals of(Experiment experiment, Instant watchedSince, Instant now) {
        ExperimentState state = experiment.state();
        List<Variant> variants = new ArrayList<>();
        for (VariantSpec spec : experiment.spec().variants()) {
            VariantState variant = state.variant(spec.id());
            AgentContact contact = experiment.contact(spec.id());
            variants.add(new Variant(
                    spec.id(),
                    spec.name(),
                    spec.hasAgent(),
                    later(contact.lastSeen(), contact.lastHeartbeat()),
                    contact.pollInterval(),
                    spec.limits().updateInterval(),
                    variant.conduct().lastDecision(),
                    variant.conduct().cutBack(),
                    variant.conduct().cutBackSince(),
                    variant.metrics().get(Metric.RETENTION_RATE.name()),
                    variant.economy(),
                    variant.lastAccepted() != null,
                    change(experiment.spec(), state, variant),
                    variant.conduct().strikes()));
        }
        return new Vitals(now, watchedSince, experiment.spec().dayLength(), variants);
    }

    private static @Nullable Change change(ExperimentSpec spec, ExperimentState state, VariantState variant) {
        Instant at = variant.lastAccepted();
        String metric = spec.primaryMetric().name();
        Course own =
                course(variant.baseline().own().get(metric), variant.metrics().get(metric));
        Course control = course(
                variant.baseline().control().get(metric),
                state.variant(state.controlId()).metrics().get(metric));
        return at == null || own == null || control == null ? null : new Change(at, metric, own, control);
    }

    private static @Nullable Course course(@Nullable MetricSignal before, @Nullable MetricSignal now) {
        return before == null || now == null ? null : new Course(before, now);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    /**
     * One variant.
     *
     * @param id its id
     * @param name its name for people
     * @param hasAgent whether an agent is to change it
     * @param lastHeard when its agent last asked for anything or sent a heartbeat, null if never
     * @param pollInterval how often its agent means to observe, null if it never sent a heartbeat
     * @param updateInterval the least time between two accepted updates
     * @param lastDecision when its agent last proposed anything, null if never
     * @param cutBack how many accepted updates in a row were cut back to the permitted step
     * @param cutBackSince when the first of these was accepted, null if there is none
     * @param retention the share of its people that is left; null if nobody is there
     * @param economy what it pays
     * @param hasChanged whether an update was ever accepted
     * @param change what the last accepted update may have done, null if there was none
     * @param strikes how many updates in a row were refused because they were too early or named no parameter
     */
    record Variant(
            String id,
            String name,
            boolean hasAgent,
            @Nullable Instant lastHeard,
            @Nullable Duration pollInterval,
            Duration updateInterval,
            @Nullable Instant lastDecision,
            int cutBack,
            @Nullable Instant cutBackSince,
            @Nullable MetricSignal retention,
            Economy economy,
            boolean hasChanged,
            @Nullable Change change,
            int strikes) {}

    /**
     * An accepted update and the primary metric.
     *
     * @param at when it was accepted
     * @param metric the metric's name
     * @param own what became of it in the variant
     * @param control what became of it meanwhile in the control
     */
    record Change(Instant at, String metric, Course own, Course control) {}

    /**
     * A metric over the time since an update.
     *
     * @param before what had been measured when the update was accepted
     * @param now what was measured last
     */
    record Course(MetricSignal before, MetricSignal now) {

        /** Whether people behind both are enough to be trusted, and how much they differ is known. */
        boolean isTrusted() {
            return isTrusted(before) && isTrusted(now);
        }

        private static boolean isTrusted(MetricSignal signal) {
            return signal.isTrusted() && signal.standardDeviation() != null;
        }

        /** What is left of the value, as a share of what it was. */
        double ratio() {
            return now.value() / before.value();
        }

        /** The squared standard error of the ratio, were the people of both times different ones. */
        double squaredError() {
            double ratio = ratio();
            return (squaredError(now) + ratio * ratio * squaredError(before)) / (before.value() * before.value());
        }

        private static double squaredError(MetricSignal signal) {
            Double deviation = signal.standardDeviation();
            return deviation == null ? Double.NaN : deviation * deviation / signal.sampleSize();
        }
    }
}
