package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a variant's agent has acted.
 *
 * @param lastDecision when it last proposed an update, accepted or refused; null if never
 * @param cutBack how many of its latest accepted updates in a row were cut back to the permitted step
 * @param cutBackSince when the first of these was accepted, null if there is none
 */
public record Conduct(
        @Nullable Instant lastDecision,
        int cutBack,
        @Nullable Instant cutBackSince) {

    static final Conduct NONE = new Conduct(null, 0, null);

    Conduct after(Decision decision) {
        ConfigResult result = decision.result();
        if (!result.accepted()) {
            return new Conduct(decision.timestamp(), cutBack, cutBackSince);
        }
        // cut back to where it was anyway, as by a bound, is no step at all
        boolean isCutBack =
                result.clampedDeltas().values().stream().anyMatch(delta -> delta.applied() != delta.previous());
        return isCutBack
                ? new Conduct(
                        decision.timestamp(), cutBack + 1, cutBackSince == null ? decision.timestamp() : cutBackSince)
                : new Conduct(decision.timestamp(), 0, null);
    }
}
