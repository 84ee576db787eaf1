package io.agentflux.sandbox.webhook;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait between attempts: any time from nothing up to a limit that doubles, which spreads the attempts of many
 * senders best. The same message to the same webhook is always spread the same.
 *
 * @param attempts how often a message is tried
 * @param first the limit before the second attempt
 * @param maximum the largest limit
 */
record Backoff(int attempts, Duration first, Duration maximum) {

    /** From here on a doubled limit would not fit into its type; any maximum is reached long before. */
    private static final int MOST_DOUBLINGS = 30;

    static Backoff of(WebhookOptions options) {
        return new Backoff(options.attempts(), options.firstDelay(), options.maximumDelay());
    }

    /**
     * The wait after so many failed attempts.
     *
     * @param failedAttempts how many have failed, from 1
     * @param wished how long the receiver asked to be left alone, null if it did not; heeded up to the maximum
     */
    Duration delay(String webhookId, String messageId, int failedAttempts, @Nullable Duration wished) {
        long limitMillis = Math.min(
                maximum.toMillis(),
                first.multipliedBy(1L << Math.min(failedAttempts - 1, MOST_DOUBLINGS))
                        .toMillis());
        long millis =
                new SplittableRandom(Objects.hash(webhookId, messageId, failedAttempts)).nextLong(limitMillis + 1);
        long wishedMillis = wished == null ? 0 : Math.min(wished.toMillis(), maximum.toMillis());
        return Duration.ofMillis(Math.max(millis, wishedMillis));
    }
}
