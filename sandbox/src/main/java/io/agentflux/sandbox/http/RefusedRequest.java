package io.agentflux.sandbox.http;

import java.io.Serial;

/** A request that is answered by a failure: one that the sender can understand and cure. */
public final class RefusedRequest extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /**
     * Refuses a request.
     *
     * @param status the HTTP status, from 400
     * @param message what is wrong and what would be right, as a sentence for the sender
     */
    public RefusedRequest(int status, String message) {
        this(message, Reply.failure(status, message));
    }

    private RefusedRequest(String message, Reply reply) {
        // the trace would only tell where this server refuses, which the message does
        super(message, null, false, false);
        this.reply = reply;
    }

    /** The same refusal with one more header. */
    public RefusedRequest with(String header, String value) {
        return new RefusedRequest(String.valueOf(getMessage()), reply.with(header, value));
    }

    Reply reply() {
        return reply;
    }
}
