package io.agentflux.sandbox.store;

import io.agentflux.arena.ArenaTransientException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** More is asked of the store than it can take in; nothing was kept. */
public final class StoreOverloadedException extends ArenaTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    StoreOverloadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** How long a caller should wait before it tries again. */
    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
