package io.agentflux.arena;

/** Why an arena refused an update. The names are those of the wire. */
public enum RejectionCode {
    /** The control variant never changes. */
    CONTROL_VARIANT_IMMUTABLE,
    /** Updates are taken only while the experiment is running. */
    EXPERIMENT_NOT_RUNNING,
    /** The variant or the experiment is frozen. */
    CIRCUIT_BREAKER_ACTIVE,
    /** The last accepted update is too recent. */
    RATE_LIMITED,
    /** The update names no parameter that the arena knows. */
    NO_VALID_KEYS,
    /** The update would let one person earn more in a day than the variant's budget; only where a budget is set. */
    BUDGET_EXCEEDED,
    /** A person has to approve of the update first; only where that is asked for. */
    APPROVAL_REQUIRED
}
