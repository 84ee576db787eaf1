package io.agentflux.arena;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The arena takes no further part: the experiment is paused or over, or the token was revoked. */
public class ArenaClosedException extends ArenaNonTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Describes the failure and, where there is one, its cause. */
    public ArenaClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
