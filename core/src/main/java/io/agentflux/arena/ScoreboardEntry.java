package io.agentflux.arena;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One variant as everybody in its experiment sees it.
 *
 * @param variantId its id
 * @param variantName its name
 * @param isControl whether it is the control
 * @param economy the economy in force
 * @param lastConfigUpdate when an update was last accepted, null if never
 * @param lastHeartbeat when its agent was last heard of, null if never
 * @param metrics its metrics by name
 * @param enrolledCount people assigned to it
 * @param activeCount people active on the current day
 * @param totalDecisions updates accepted so far
 * @param rejectedDecisions updates refused so far
 */
public record ScoreboardEntry(
        String variantId,
        String variantName,
        boolean isControl,
        Economy economy,
        @Nullable Instant lastConfigUpdate,
        @Nullable Instant lastHeartbeat,
        Map<String, MetricSignal> metrics,
        int enrolledCount,
        int activeCount,
        int totalDecisions,
        int rejectedDecisions) {

    /** Copies the metrics. */
    public ScoreboardEntry {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    @Override
    public String toString() {
        return "ScoreboardEntry(" + variantName + ", " + (isControl ? "control" : "treatment") + ", enrolled="
                + enrolledCount + ", decisions=" + totalDecisions + ")";
    }
}
