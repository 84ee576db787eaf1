package io.agentflux.sandbox.webhook;

import java.time.Duration;
import java.util.List;

/**
 * How webhooks are delivered. Immutable: each method returns a changed copy, so one can be kept as a template.
 *
 * @param allowedNetworks networks that may be posted to besides the public Internet, such as {@code 10.0.0.0/8}
 * @param webhooksPerVariant how many webhooks one variant may have
 * @param concurrentAttempts how many messages may be on their way at once; a quarter of them, at least one, is all that
 *     receivers get that are slow, fail, or have not answered yet
 * @param attempts how often a message is tried before it is given up
 * @param firstDelay the longest wait before the second attempt; it doubles with each further one
 * @param maximumDelay the longest wait between two attempts
 * @param attemptTimeout how long one attempt may take, from finding the address to the answer's status
 * @param givenUpInARow how many messages may be given up one after another before the webhook is switched off
 */
public record WebhookOptions(
        List<String> allowedNetworks,
        int webhooksPerVariant,
        int concurrentAttempts,
        int attempts,
        Duration firstDelay,
        Duration maximumDelay,
        Duration attemptTimeout,
        int givenUpInARow) {

    /** Copies the networks and refuses what cannot work. */
    public WebhookOptions {
        allowedNetworks = List.copyOf(allowedNetworks);
        Targets.publicAnd(allowedNetworks);
        requirePositive("webhooksPerVariant", webhooksPerVariant);
        requirePositive("attempts", attempts);
        requirePositive("givenUpInARow", givenUpInARow);
        if (concurrentAttempts < 2) {
            throw new IllegalArgumentException("concurrentAttempts is " + concurrentAttempts
                    + "; give at least 2, one for receivers that are slow");
        }
        requirePositive("firstDelay in milliseconds", firstDelay.toMillis());
        requirePositive("attemptTimeout in milliseconds", attemptTimeout.toMillis());
        if (maximumDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("maximumDelay is " + maximumDelay + ", shorter than firstDelay, "
                    + firstDelay + "; give a longer one");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; give at least 1");
        }
    }

    /**
     * Public targets only, 100 webhooks per variant, 256 messages on their way, 10 attempts of 10 seconds each with waits of up to
     * 2, 4, 8, ... seconds and 10 minutes between, switched off after 100 messages given up in a row.
     */
    public static WebhookOptions ofDefaults() {
        return new WebhookOptions(
                List.of(), 100, 256, 10, Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofSeconds(10), 100);
    }

    /** These options, with other networks that may be posted to besides the public Internet. */
    public WebhookOptions allowing(List<String> networks) {
        return new WebhookOptions(
                networks,
                webhooksPerVariant,
                concurrentAttempts,
                attempts,
                firstDelay,
                maximumDelay,
                attemptTimeout,
                givenUpInARow);
    }

    /** These options, with other attempts: how many, and how long to wait between them at most, at first and in the end. */
    public WebhookOptions trying(int attempts, Duration firstDelay, Duration maximumDelay) {
        return new WebhookOptions(
                allowedNetworks,
                webhooksPerVariant,
                concurrentAttempts,
                attempts,
                firstDelay,
                maximumDelay,
                attemptTimeout,
                givenUpInARow);
    }

    /** These options, with another limit for the time of one attempt. */
    public WebhookOptions attemptTimeout(Duration attemptTimeout) {
        return new WebhookOptions(
                allowedNetworks,
                webhooksPerVariant,
                concurrentAttempts,
                attempts,
                firstDelay,
                maximumDelay,
                attemptTimeout,
                givenUpInARow);
    }
}
