package io.agentflux.arena;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of an update. A refusal is a result, not an error.
 *
 * @param accepted whether the update is in force, perhaps clamped
 * @param appliedConfig the values now in force for the parameters that were requested and kept; empty if refused
 * @param clampedDeltas the parameters whose requested value was cut back; empty if none was
 * @param rejectionReason the code of the refusal, null if accepted. Text, because an arena may know further codes;
 *     compare with {@link RejectionCode#name()}
 * @param rejectionDetail the refusal in words, null if accepted or not told
 * @param nextAllowedUpdate the earliest instant at which an update can be accepted again, null if not known
 * @param decisionLogId the id of the entry in the audit log
 * @param ignoredKeys the requested names that the arena does not know
 */
public record ConfigResult(
        boolean accepted,
        Map<String, Double> appliedConfig,
        Map<String, ClampedDelta> clampedDeltas,
        @Nullable String rejectionReason,
        @Nullable String rejectionDetail,
        @Nullable Instant nextAllowedUpdate,
        String decisionLogId,
        List<String> ignoredKeys) {

    /** Copies the collections. */
    public ConfigResult {
        appliedConfig = Collections.unmodifiableMap(new LinkedHashMap<>(appliedConfig));
        clampedDeltas = Collections.unmodifiableMap(new LinkedHashMap<>(clampedDeltas));
        ignoredKeys = List.copyOf(ignoredKeys);
    }

    /** Whether the update was refused for this reason. */
    public boolean isRejectedAs(RejectionCode code) {
        return code.name().equals(rejectionReason);
    }
}
