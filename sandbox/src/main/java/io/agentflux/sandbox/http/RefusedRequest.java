package io.agentflux.sandbox.http;

import java.io.Serial;

/** A request that is answered by a failure before it reaches an arena. */
final class RefusedRequest extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedRequest(int status, String message) {
        // the trace would only tell where this server refuses, which the message does
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
