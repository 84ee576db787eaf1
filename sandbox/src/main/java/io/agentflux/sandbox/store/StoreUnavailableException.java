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

    StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
