package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decision as an event of the log.
 *
 * @param experimentId the experiment
 * @param variantId the variant it is about
 * @param decision the decision
 * @param requestKey by which the request is recognised when it comes again, null if it cannot be
 */
public record DecisionEvent(
        String experimentId,
        String variantId,
        Decision decision,
        @Nullable String requestKey) {

    /** The type of such events. */
    public static final String TYPE = "decision";

    private static final String ACCEPTED = "accepted";
    private static final String REJECTED = "rejected";

    /** The event to be kept. */
    public ExperimentEvent toEvent() {
        return new ExperimentEvent(
                experimentId,
                variantId,
                TYPE,
                decision.id(),
                decision.timestamp(),
                outcome(decision.result().accepted()),
                DecisionBody.write(decision, requestKey));
    }

    /**
     * The decision that an event tells of.
     *
     * @throws IllegalArgumentException if it tells of none
     */
    public static DecisionEvent of(ExperimentEvent event) {
        String variantId = event.variantId();
        if (variantId == null || !event.type().equals(TYPE)) {
            throw new IllegalArgumentException("event '" + event.id() + "' of type '" + event.type()
                    + "' is no decision of a variant; it was not written by a decision log");
        }
        DecisionBody body = DecisionBody.read(event.body());
        return new DecisionEvent(
                event.experimentId(), variantId, body.decision(event.id(), event.timestamp()), body.requestKey());
    }

    static String outcome(boolean accepted) {
        return accepted ? ACCEPTED : REJECTED;
    }
}
