package io.agentflux.arena;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failed call that will fail again unless something else changes: a bad token, a bad request. */
public class ArenaNonTransientException extends ArenaException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Describes the failure and, where there is one, its cause. */
    public ArenaNonTransientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
