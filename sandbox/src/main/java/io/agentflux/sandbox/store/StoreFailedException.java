package io.agentflux.sandbox.store;

import io.agentflux.arena.ArenaNonTransientException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store cannot be opened, is closed, or can no longer promise to keep anything: the process should end. */
public final class StoreFailedException extends ArenaNonTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
