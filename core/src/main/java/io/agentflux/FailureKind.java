package io.agentflux;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What an error means for the agent that meets it. */
public enum FailureKind {
    /** It may pass: the call is tried again if a {@link Backoff} allows, else the cycle fails. */
    TRANSIENT,
    /** It won't pass by itself: the cycle fails at once. */
    PERMANENT,
    /** The other side is closed for this agent: the agent ends gracefully. */
    CLOSED;

    /** The kind by default: time-outs and {@link IOException}s may pass, nothing else does. */
    public static FailureKind of(Throwable error) {
        return error instanceof TimeoutException || error instanceof IOException ? TRANSIENT : PERMANENT;
    }
}
