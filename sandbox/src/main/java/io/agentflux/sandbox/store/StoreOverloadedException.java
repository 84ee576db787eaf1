package io.agentflux.sandbox.store;

import io.agentflux.arena.ArenaTransientException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** More is asked of the store than it can take in; nothing was kept. */
public final class StoreOverloadedException extends ArenaTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreOverloadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
