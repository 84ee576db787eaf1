package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Decision;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.metrics.Headcount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happens in an experiment and changes its state. */
sealed interface Occurrence {

    /**
     * An update was judged.
     *
     * @param requestKey by which the same request is recognised when it comes again, null if it cannot be
     */
    record Decided(
            String variantId, Decision decision, @Nullable String requestKey) implements Occurrence {}

    /** The experiment moved on in its life. */
    record StatusChanged(ExperimentStatus from, ExperimentStatus to, Cause cause, Instant at) implements Occurrence {}

    /** A variant, or without one the experiment, was frozen. */
    record Frozen(@Nullable String variantId, Proposal.Freeze freeze, String by, Instant at) implements Occurrence {}

    /** A variant, or without one the experiment, was released. */
    record Released(@Nullable String variantId, Cause cause, Instant at) implements Occurrence {}

    /** An update that waited for approval was denied. */
    record Denied(String variantId, String decisionId, Cause cause, Instant at) implements Occurrence {}

    /** Everybody lived a day. */
    record DayPassed(int day, List<LivedDay> lived, Instant at) implements Occurrence {}

    /** How a variant's people lived a day, and what was seen of them in the evening. */
    record LivedDay(String variantId, Economy economy, Headcount headcount, Map<String, MetricSignal> metrics) {}

    /** The tenant's economy was changed. */
    record EconomyChanged(Map<EconomyParameter, Double> tenantEconomy, Cause cause, Instant at) implements Occurrence {}
}
