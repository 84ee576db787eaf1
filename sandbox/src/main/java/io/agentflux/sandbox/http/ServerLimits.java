package io.agentflux.sandbox.http;

import java.time.Duration;

/**
 * What the server bears from its clients. Immutable; each method returns a changed copy.
 *
 * @param connections how many may be open; what comes on top is closed at once
 * @param requestsPerSecond how many requests of one token are answered per second on average, and at once after a pause; 0
 *     for any number
 * @param failedLoginsPerMinute how many requests with a wrong token of fewer than 32 characters are borne from one address per
 *     minute on average, and at once after a pause; 0 for any number
 * @param headerTime how long the head of a request may take from its first byte on
 * @param bodyTime how long the body of a request may take
 * @param idleTime how long a connection may be open without a request
 * @param stallTime how long a client may read nothing of what waits for it, and one that sends nothing more may wait for its answer
 */
public record ServerLimits(
        int connections,
        int requestsPerSecond,
        int failedLoginsPerMinute,
        Duration headerTime,
        Duration bodyTime,
        Duration idleTime,
        Duration stallTime) {

    /** Refuses what would shut everybody out. */
    public ServerLimits {
        if (connections < 1) {
            throw new IllegalArgumentException("there may be " + connections + " connections; allow at least 1");
        }
        if (failedLoginsPerMinute < 0) {
            throw new IllegalArgumentException("an address may send " + failedLoginsPerMinute
                    + " wrong tokens per minute; give 1 or more, or 0 for any number");
        }
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException("a token may send " + requestsPerSecond
                    + " requests per second; give 1 or more, or 0 for any number");
        }
    }

    /**
     * 20,000 connections, any number of requests, 100 wrong tokens per minute; 10 seconds for the head of a request, 20 for its
     * body; 60 seconds without a request or without reading.
     */
    public static ServerLimits ofDefaults() {
        return new ServerLimits(
                20_000,
                0,
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    /** Allows so many connections. */
    public ServerLimits connections(int connections) {
        return new ServerLimits(
                connections, requestsPerSecond, failedLoginsPerMinute, headerTime, bodyTime, idleTime, stallTime);
    }

    /** Answers so many requests of one token per second, any number if 0; more are answered by status 429. */
    public ServerLimits requestsPerSecond(int requestsPerSecond) {
        return new ServerLimits(
                connections, requestsPerSecond, failedLoginsPerMinute, headerTime, bodyTime, idleTime, stallTime);
    }

    /**
     * Bears so many wrong tokens of fewer than 32 characters of one address per minute, any number if 0; more are answered by
     * status 429.
     */
    public ServerLimits failedLoginsPerMinute(int failedLoginsPerMinute) {
        return new ServerLimits(
                connections, requestsPerSecond, failedLoginsPerMinute, headerTime, bodyTime, idleTime, stallTime);
    }
}
