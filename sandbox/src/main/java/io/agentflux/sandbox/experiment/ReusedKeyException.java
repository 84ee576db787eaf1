package io.agentflux.sandbox.experiment;

import java.io.Serial;

/** A key that names one request came with another one: to answer it as the first would tell of a change that nobody judged. */
public final class ReusedKeyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Refuses a request, which the sender can cure. */
    public ReusedKeyException() {
        super(
                "The Idempotency-Key came with another change within the last 10 minutes; give each update a key of its own.",
                null,
                false,
                false);
    }
}
