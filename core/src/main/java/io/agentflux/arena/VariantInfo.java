package io.agentflux.arena;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The variant an agent is responsible for.
 *
 * @param variantId its id
 * @param variantName its name
 * @param experimentId the experiment it belongs to
 * @param experimentName that experiment's name
 * @param experimentStatus where the experiment is in its life
 * @param mode who changes the economy; {@code AGENT} is the only mode
 * @param isControl whether this is the control, which never changes
 * @param economy the economy in force, fully resolved
 * @param lastConfigUpdate when an update was last accepted, null if never
 * @param updateInterval the least time between two accepted updates
 * @param deltaLimitPercent how far one update may move a parameter, in percent of its current value
 */
public record VariantInfo(
        String variantId,
        String variantName,
        String experimentId,
        String experimentName,
        ExperimentStatus experimentStatus,
        String mode,
        boolean isControl,
        Economy economy,
        @Nullable Instant lastConfigUpdate,
        Duration updateInterval,
        double deltaLimitPercent) {

    /** The mode in which an agent changes the economy. */
    public static final String AGENT_MODE = "AGENT";
}
