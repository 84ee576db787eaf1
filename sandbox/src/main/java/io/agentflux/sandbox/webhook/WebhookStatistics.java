package io.agentflux.sandbox.webhook;

/**
 * What was done for webhooks since the start.
 *
 * @param webhooks how many there are now
 * @param switchedOff how many of them are switched off
 * @param inFlight how many messages are on their way now
 * @param delivered how many attempts were answered by 2xx
 * @param failedAttempts how many attempts were not
 * @param givenUp how many messages were given up
 */
public record WebhookStatistics(
        int webhooks, int switchedOff, int inFlight, long delivered, long failedAttempts, long givenUp) {}
