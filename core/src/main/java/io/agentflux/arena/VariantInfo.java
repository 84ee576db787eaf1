package io.agentflux.arena;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The variant an agent is responsible for.
 *
 * @param variantId its id
 * @param variantName its name
 * @param experimentId the experiment it belongs to
 * @param experimentName that experiment's name
 * @param experimentStatus where the experiment is in its life. Text, because an arena may know further ones; see
 *     {@link #knownStatus()} and {@link #isRunning()}
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
        String experimentStatus,
        String mode,
        boolean isControl,
        Economy economy,
        @Nullable Instant lastConfigUpdate,
        Duration updateInterval,
        double deltaLimitPercent) {

    /** The mode in which an agent changes the economy. */
    public static final String AGENT_MODE = "AGENT";

    /** Where the experiment is in its life, or empty if that is a status this library does not know. */
    public Optional<ExperimentStatus> knownStatus() {
        return Arrays.stream(ExperimentStatus.values())
                .filter(status -> status.name().equals(experimentStatus))
                .findFirst();
    }

    /** Whether the experiment takes updates; one of an unknown status does not, as far as can be known here. */
    public boolean isRunning() {
        return ExperimentStatus.RUNNING.name().equals(experimentStatus);
    }

    /** The same with the values in force that the answer to an update tells; a refused one changes nothing. */
    public VariantInfo after(ConfigResult result) {
        return new VariantInfo(
                variantId,
                variantName,
                experimentId,
                experimentName,
                experimentStatus,
                mode,
                isControl,
                economy.after(result.appliedConfig()),
                lastConfigUpdate,
                updateInterval,
                deltaLimitPercent);
    }
}
