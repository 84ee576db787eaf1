package io.agentflux.sandbox.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the delivery to a webhook has come.
 *
 * @param settled everything up to this place in the log was delivered or given up
 * @param failedAttempts how often the message after that has failed
 * @param nextAttempt when it is tried again, null if it has not failed
 * @param lastError why the latest attempt failed, null if it did not
 * @param givenUpInARow how many messages were given up since one was delivered
 * @param switchedOff why nothing is delivered any more, null while it is
 */
public record DeliveryState(
        long settled,
        int failedAttempts,
        @Nullable Instant nextAttempt,
        @Nullable String lastError,
        int givenUpInARow,
        @Nullable String switchedOff) {

    static DeliveryState after(long sequence) {
        return new DeliveryState(sequence, 0, null, null, 0, null);
    }

    /** Whether messages are delivered. */
    public boolean isOn() {
        return switchedOff == null;
    }

    DeliveryState delivered(long sequence) {
        return after(sequence);
    }

    DeliveryState failed(String error, Instant nextAttempt) {
        return new DeliveryState(settled, failedAttempts + 1, nextAttempt, error, givenUpInARow, null);
    }

    DeliveryState givenUp(long sequence, String error) {
        return new DeliveryState(sequence, 0, null, error, givenUpInARow + 1, null);
    }

    DeliveryState off(String reason) {
        return new DeliveryState(settled, 0, null, lastError, givenUpInARow, reason);
    }

    DeliveryState on() {
        return after(settled);
    }
}
