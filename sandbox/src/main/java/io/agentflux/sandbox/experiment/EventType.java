package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.DecisionEvent;
import java.util.Set;

/** The types of everything that happens in an experiment, as they stand in its log. */
public final class EventType {

    /** The experiment was created; the body holds what it consists of. */
    public static final String EXPERIMENT_CREATED = "experiment-created";

    /** The experiment moved on in its life; the outcome is the new status. */
    public static final String STATUS_CHANGED = "status-changed";

    /** An update was judged; the outcome is {@code accepted} or {@code rejected}. */
    public static final String DECISION = DecisionEvent.TYPE;

    /** An update that waited for approval was denied. */
    public static final String APPROVAL_DENIED = "approval-denied";

    /** A variant, or without one the whole experiment, takes no updates until it is released. */
    public static final String FROZEN = "frozen";

    /** A freeze was lifted. */
    public static final String RELEASED = "released";

    /** A variant's people lived a day; the body holds the economy they lived under and what was measured that evening. */
    public static final String DAY = "day";

    /** An administrator changed the economy of the tenant, under that of the variants. */
    public static final String ECONOMY_CHANGED = "economy-changed";

    /** A variant was given a token. */
    public static final String TOKEN_ISSUED = "token-issued";

    /** A token was replaced by a new one. */
    public static final String TOKEN_ROTATED = "token-rotated";

    /** A token opens nothing any more. */
    public static final String TOKEN_REVOKED = "token-revoked";

    /** An agent has not been heard of for too long. */
    public static final String HEARTBEAT_TIMEOUT = "heartbeat-timeout";

    /** Too few of a variant's people are left. */
    public static final String RETENTION_CLIFF = "retention-cliff";

    /** A variant's primary metric has fallen since its last accepted update. */
    public static final String DEGRADATION = "degradation";

    /** An agent's updates are refused one after another because they are too early or name no parameter. */
    public static final String REJECTION_STREAK = "rejection-streak";

    /** An agent acts oddly. */
    public static final String ANOMALY = "anomaly";

    /** An agent has not decided anything for too long. */
    public static final String IDLE = "idle";

    /** The variants have become much the same. */
    public static final String CONVERGING = "converging";

    /** A person did something; the outcome is what. */
    public static final String ACTIVITY = "activity";

    /** A webhook was registered for a variant. */
    public static final String WEBHOOK_REGISTERED = "webhook-registered";

    /** A webhook got another secret. */
    public static final String WEBHOOK_SECRET_ROTATED = "webhook-secret-rotated";

    /** A webhook was deleted. */
    public static final String WEBHOOK_DELETED = "webhook-deleted";

    /** A message to a webhook failed so often that it is not tried again unless somebody asks for it. */
    public static final String WEBHOOK_GAVE_UP = "webhook-gave-up";

    /** A webhook gets no messages until a test of it succeeds. */
    public static final String WEBHOOK_SWITCHED_OFF = "webhook-switched-off";

    /** All types. */
    public static final Set<String> ALL = Set.of(
            EXPERIMENT_CREATED,
            STATUS_CHANGED,
            DECISION,
            APPROVAL_DENIED,
            FROZEN,
            RELEASED,
            DAY,
            ECONOMY_CHANGED,
            TOKEN_ISSUED,
            TOKEN_ROTATED,
            TOKEN_REVOKED,
            HEARTBEAT_TIMEOUT,
            RETENTION_CLIFF,
            DEGRADATION,
            REJECTION_STREAK,
            ANOMALY,
            IDLE,
            CONVERGING,
            ACTIVITY,
            WEBHOOK_REGISTERED,
            WEBHOOK_SECRET_ROTATED,
            WEBHOOK_DELETED,
            WEBHOOK_GAVE_UP,
            WEBHOOK_SWITCHED_OFF);

    /** The types that tell of something which is not as it should be. */
    public static final Set<String> HEALTH =
            Set.of(HEARTBEAT_TIMEOUT, RETENTION_CLIFF, DEGRADATION, REJECTION_STREAK, ANOMALY, IDLE, CONVERGING);

    /** Those of them for which the variant is frozen. */
    public static final Set<String> FREEZING = Set.of(RETENTION_CLIFF, DEGRADATION, REJECTION_STREAK);

    private EventType() {}
}
