package io.agentflux.sandbox.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A finding as an event of its experiment. */
final class FindingJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private FindingJson() {}

    /** As the public descriptions of the Arena call it in their event log. */
    private static final String HEARTBEAT_TIMEOUT_NAME = "AGENT_HEARTBEAT_TIMEOUT";

    private record Body(
            @Nullable String episode,
            String seen,
            String limit,
            String cure,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name) {}

    static ExperimentEvent event(String experimentId, Finding finding, Instant now) {
        String episode = finding.episode() == null ? now.toString() : finding.episode();
        return new ExperimentEvent(
                experimentId,
                finding.variantId(),
                finding.type(),
                (finding.variantId() == null ? "" : finding.variantId() + "@") + episode,
                now,
                null,
                JSON.writeValueAsString(new Body(
                        finding.episode(),
                        finding.seen(),
                        finding.limit(),
                        finding.cure(),
                        finding.type().equals(EventType.HEARTBEAT_TIMEOUT) ? HEARTBEAT_TIMEOUT_NAME : null)));
    }

    static Finding read(ExperimentEvent event) {
        Body body = JSON.readValue(event.body(), Body.class);
        return new Finding(event.type(), event.variantId(), body.episode(), body.seen(), body.limit(), body.cure());
    }
}
