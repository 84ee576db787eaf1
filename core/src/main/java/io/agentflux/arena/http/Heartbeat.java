package io.agentflux.arena.http;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The request by which an agent says that it is alive.
 *
 * @param pollInterval how often the agent observes
 * @param metadata anything worth keeping; may be empty
 */
public record Heartbeat(Duration pollInterval, Map<String, Object> metadata) {

    /** Refuses a negative interval and copies the metadata. */
    public Heartbeat {
        if (pollInterval.isNegative()) {
            throw new IllegalArgumentException("the poll interval is " + pollInterval + "; it cannot be negative");
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
