package io.agentflux;

/** Why a run ended. */
public sealed interface StopReason {

    /** It completed as many cycles as it was asked for. */
    record Finished(long cycles) implements StopReason {}

    /** Somebody asked it to stop; {@code interrupted} tells whether a cycle in flight was cancelled. */
    record Requested(boolean interrupted) implements StopReason {}

    /** The other side said that it is closed for this agent: a graceful end, not a failure. */
    record Closed(Throwable cause) implements StopReason {}

    /** Too many cycles in a row failed, or the agent can't be scheduled any more; {@code cause} is the last error. */
    record Failed(Throwable cause) implements StopReason {}
}
