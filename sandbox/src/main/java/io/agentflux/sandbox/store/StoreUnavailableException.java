package io.agentflux.sandbox.store;

import io.agentflux.arena.ArenaTransientException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The database did not do what it was asked and may do so later. After a write it is unknown whether it was kept: ask
 * again with the same ids, and it is kept once.
 */
public final class StoreUnavailableException extends ArenaTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;

    StoreUnavailableException(String message, Obstacle obstacle, @Nullable Throwable cause) {
        super(message, cause);
        this.obstacle = obstacle;
    }

    /** What was the matter. */
    public Obstacle obstacle() {
        return obstacle;
    }
}
