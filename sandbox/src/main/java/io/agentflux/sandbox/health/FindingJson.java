package io.agentflux.sandbox.health;

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

    private record Body(@Nullable String episode, String seen, String limit, String cure) {}

    static ExperimentEvent event(String experimentId, Finding finding, Instant now) {
        String episode = finding.episode() == null ? now.toString() : finding.episode();
        return new ExperimentEvent(
                experimentId,
                finding.variantId(),
                finding.type(),
                (finding.variantId() == null ? "" : finding.variantId() + "@") + episode,
                now,
                null,
                JSON.writeValueAsString(new Body(finding.episode(), finding.seen(), finding.limit(), finding.cure())));
    }

    static Finding read(ExperimentEvent event) {
        Body body = JSON.readValue(event.body(), Body.class);
        return new Finding(event.type(), event.variantId(), body.episode(), body.seen(), body.limit(), body.cure());
    }
}
