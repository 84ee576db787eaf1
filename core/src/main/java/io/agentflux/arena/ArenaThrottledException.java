package io.agentflux.arena;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arena takes no more calls for the moment: too many in a short time, or a server that asks for a pause. */
public class ArenaThrottledException extends ArenaTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** Describes the failure and how long to wait, null if the arena does not tell. */
    public ArenaThrottledException(String message, @Nullable Duration retryAfter) {
        super(message, null);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before the next call, if the arena told. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
