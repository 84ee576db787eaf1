package io.agentflux.arena;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failed call that may succeed when tried again: no connection, a time-out, a server in trouble. */
public class ArenaTransientException extends ArenaException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Describes the failure and, where there is one, its cause. */
    public ArenaTransientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
