package io.agentflux.arena;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A call to an arena that failed. */
public abstract class ArenaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Describes the failure and, where there is one, its cause. */
    protected ArenaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
