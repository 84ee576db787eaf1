package io.agentflux.sandbox.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted. Each condition narrows the choice; null or empty leaves it open.
 *
 * @param after only events with a higher sequence number
 * @param experimentId only those of this experiment
 * @param variantId only those of this variant
 * @param types only those of one of these types
 * @param outcome only those with this outcome
 * @param from only those that happened at this instant or later
 * @param until only those that happened before this instant
 */
public record EventQuery(
        long after,
        @Nullable String experimentId,
        @Nullable String variantId,
        Set<String> types,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Copies the types. */
    public EventQuery {
        types = Set.copyOf(types);
    }

    /** Every event of the store. */
    public static EventQuery all() {
        return new EventQuery(0, null, null, Set.of(), null, null, null);
    }

    /** Every event of one experiment. */
    public static EventQuery ofExperiment(String experimentId) {
        return new EventQuery(0, experimentId, null, Set.of(), null, null, null);
    }

    /** This query, behind a sequence number. */
    public EventQuery after(long sequence) {
        return new EventQuery(sequence, experimentId, variantId, types, outcome, from, until);
    }

    /** This query, for one variant. */
    public EventQuery ofVariant(String variantId) {
        return new EventQuery(after, experimentId, variantId, types, outcome, from, until);
    }

    /** This query, for some types; all of them if there are none. */
    public EventQuery ofTypes(Set<String> types) {
        return new EventQuery(after, experimentId, variantId, types, outcome, from, until);
    }

    /** This query, for one type. */
    public EventQuery ofType(String type) {
        return ofTypes(Set.of(type));
    }

    /** This query, for one outcome. */
    public EventQuery withOutcome(@Nullable String outcome) {
        return new EventQuery(after, experimentId, variantId, types, outcome, from, until);
    }

    /** This query, for a span of time that includes its beginning and excludes its end. */
    public EventQuery between(@Nullable Instant from, @Nullable Instant until) {
        return new EventQuery(after, experimentId, variantId, types, outcome, from, until);
    }

    boolean matches(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        return stored.sequence() > after
                && (experimentId == null || experimentId.equals(event.experimentId()))
                && (variantId == null || variantId.equals(event.variantId()))
                && (types.isEmpty() || types.contains(event.type()))
                && (outcome == null || outcome.equals(event.outcome()))
                && (from == null || !event.timestamp().isBefore(from))
                && (until == null || event.timestamp().isBefore(until));
    }
}
