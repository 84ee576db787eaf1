package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import io.agentflux.arena.RejectionCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a variant's agent has acted.
 *
 * @param lastDecision when it last proposed an update, accepted or refused; null if never
 * @param strikes how many of its updates in a row were refused because they were too early or named no parameter, since one was
 *     accepted or met a freeze
 * @param cutBack how many of its latest accepted updates in a row were cut back to the permitted step
 * @param cutBackSince when the first of these was accepted, null if there is none
 * @param awaitingApproval its latest update that was refused because a person has to approve of it, null if there is none, or
 *     since then another update was accepted or somebody denied it
 */
public record Conduct(
        @Nullable Instant lastDecision,
        int strikes,
        int cutBack,
        @Nullable Instant cutBackSince,
        @Nullable Decision awaitingApproval) {

    static final Conduct NONE = new Conduct(null, 0, 0, null, null);

    Conduct after(Decision decision) {
        ConfigResult result = decision.result();
        if (!result.accepted()) {
            Decision waiting = result.isRejectedAs(RejectionCode.APPROVAL_REQUIRED) ? decision : awaitingApproval;
            return new Conduct(decision.timestamp(), strikesAfter(result), cutBack, cutBackSince, waiting);
        }
        // cut back to where it was anyway, as by a bound, is no step at all
        boolean isCutBack =
                result.clampedDeltas().values().stream().anyMatch(delta -> delta.applied() != delta.previous());
        if (!isCutBack) {
            return new Conduct(decision.timestamp(), 0, 0, null, null);
        }
        Instant since = cutBackSince == null ? decision.timestamp() : cutBackSince;
        return new Conduct(decision.timestamp(), 0, cutBack + 1, since, null);
    }

    /** After somebody denied the update of this decision. */
    Conduct denied(String decisionId) {
        return awaitingApproval != null && awaitingApproval.id().equals(decisionId)
                ? new Conduct(lastDecision, strikes, cutBack, cutBackSince, null)
                : this;
    }

    private int strikesAfter(ConfigResult refused) {
        if (refused.isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE)) {
            return 0;
        }
        return refused.isRejectedAs(RejectionCode.RATE_LIMITED) || refused.isRejectedAs(RejectionCode.NO_VALID_KEYS)
                ? strikes + 1
                : strikes;
    }
}
