package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions are wanted. Each condition narrows the choice; null leaves it open.
 *
 * @param accepted only accepted ones, or only refused ones
 * @param from only those made at this instant or later
 * @param until only those made before this instant
 */
public record DecisionFilter(
        @Nullable Boolean accepted,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Every decision. */
    public static DecisionFilter none() {
        return new DecisionFilter(null, null, null);
    }

    boolean matches(Decision decision) {
        return (accepted == null || accepted == decision.result().accepted())
                && (from == null || !decision.timestamp().isBefore(from))
                && (until == null || decision.timestamp().isBefore(until));
    }
}
