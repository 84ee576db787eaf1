package io.agentflux.arena.http;

import java.io.Serial;

/** A body that is not the message it should be. The text names the member and the cure, and is fit to be sent back. */
public final class MalformedMessageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
