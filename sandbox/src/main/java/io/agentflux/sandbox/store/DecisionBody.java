package io.agentflux.sandbox.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A decision as JSON, but for what the event around it says already. */
record DecisionBody(
        Map<String, Double> economyOverrides,
        String reasoning,
        Map<String, Object> evidence,
        Map<String, Double> appliedConfig,
        Map<String, ClampedDelta> clampedDeltas,
        @Nullable String rejectionReason,
        @Nullable String rejectionDetail,
        @Nullable Instant nextAllowedUpdate,
        List<String> ignoredKeys,
        boolean accepted,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String requestKey) {

    /** Plain ASCII: any text that JSON can carry comes back as it was, half a surrogate pair and NUL included. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static String write(Decision decision, @Nullable String requestKey) {
        ConfigUpdate update = decision.update();
        ConfigResult result = decision.result();
        return JSON.writeValueAsString(new DecisionBody(
                update.economyOverrides(),
                update.reasoning(),
                update.evidence(),
                result.appliedConfig(),
                result.clampedDeltas(),
                result.rejectionReason(),
                result.rejectionDetail(),
                result.nextAllowedUpdate(),
                result.ignoredKeys(),
                result.accepted(),
                requestKey));
    }

    static DecisionBody read(String json) {
        return JSON.readValue(json, DecisionBody.class);
    }

    Decision decision(String id, Instant timestamp) {
        return new Decision(
                id,
                timestamp,
                new ConfigUpdate(economyOverrides, reasoning, evidence),
                new ConfigResult(
                        accepted,
                        appliedConfig,
                        clampedDeltas,
                        rejectionReason,
                        rejectionDetail,
                        nextAllowedUpdate,
                        id,
                        ignoredKeys));
    }
}
