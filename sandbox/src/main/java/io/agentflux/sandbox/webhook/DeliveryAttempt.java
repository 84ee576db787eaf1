package io.agentflux.sandbox.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a message.
 *
 * @param timestamp when it began
 * @param took how long it took
 * @param status the status of the answer, 0 if there was none
 * @param error why the message does not count as delivered, null if it does
 * @param retryAfter how long the receiver asked to be left alone, null if it did not
 */
public record DeliveryAttempt(
        Instant timestamp,
        Duration took,
        int status,
        @Nullable String error,
        @Nullable Duration retryAfter) {

    private static final int GONE = 410;

    /** Whether the receiver took the message: the status was 2xx. */
    public boolean isDelivered() {
        return error == null;
    }

    /** Whether the receiver said that it never wants a message again. */
    boolean isGone() {
        return status == GONE;
    }
}
