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
 * @param versusControl its metrics against the control by name; a metric that cannot be compared is left out, as are all of
 *     the control itself
 * @param standing where it stands among the variants, null if the arena does not tell or cannot yet
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
        int rejectedDecisions,
        Map<String, MetricComparison> versusControl,
        @Nullable Standing standing) {

    /** Copies the metrics. */
    public ScoreboardEntry {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        versusControl = Collections.unmodifiableMap(new LinkedHashMap<>(versusControl));
    }

    /** An entry that compares nothing. */
    public ScoreboardEntry(
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
        this(
                variantId,
                variantName,
                isControl,
                economy,
                lastConfigUpdate,
                lastHeartbeat,
                metrics,
                enrolledCount,
                activeCount,
                totalDecisions,
                rejectedDecisions,
                Map.of(),
                null);
    }

    @Override
    public String toString() {
        return "ScoreboardEntry(" + variantName + ", " + (isControl ? "control" : "treatment") + ", enrolled="
                + enrolledCount + ", decisions=" + totalDecisions + ")";
    }
}
