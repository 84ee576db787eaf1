package io.agentflux.arena;

import java.util.Locale;

/** What a webhook can be told of. */
public enum WebhookEvent {
    /** An update was accepted. */
    CONFIG_UPDATED,
    /** An agent has not been heard of for three of its poll intervals. */
    HEARTBEAT_TIMEOUT,
    /** A variant or the experiment was frozen. */
    CIRCUIT_BREAKER_TRIGGERED,
    /** An agent behaves strangely, such as four maximal changes in a row. */
    ANOMALY_DETECTED;

    /** The lower-case name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
