package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventBodyTest {

    private static String shown(String type, String body) {
        return EventBody.shown(new ExperimentEvent("exp", "a", type, "id", Instant.EPOCH, "accepted", body))
                .toString();
    }

    @Test
    @DisplayName("whole numbers are shown without a fraction, wherever they stand, and all else as it was written")
    void showsWholeNumbers() {
        assertThat(shown("day", "{\"a\":11.0,\"b\":[2.5,{\"c\":-0.0}],\"d\":\"11.0\",\"e\":null,\"f\":1E300,\"g\":7}"))
                .isEqualTo("{\"a\":11,\"b\":[2.5,{\"c\":0}],\"d\":\"11.0\",\"e\":null,\"f\":1.0E300,\"g\":7}");
    }

    @Test
    @DisplayName("what was cut back of a decision is marked as the protocol marks it")
    void marksWhatWasCutBack() {
        String body = "{\"clampedDeltas\":{\"scanXp\":{\"previous\":10.0,\"requested\":99.0,\"applied\":13.0}}}";

        assertThat(shown("decision", body))
                .isEqualTo("{\"clampedDeltas\":{\"scanXp\":"
                        + "{\"previous\":10,\"requested\":99,\"applied\":13,\"clamped\":true}}}");
        assertThat(shown("decision", "{\"clampedDeltas\":{}}")).isEqualTo("{\"clampedDeltas\":{}}");
    }

    @Test
    @DisplayName("the day of an activity is shown as that of the experiment, from 1")
    void countsDaysFromOne() {
        assertThat(shown("activity", "{\"person\":\"ann\",\"day\":0}")).isEqualTo("{\"person\":\"ann\",\"day\":1}");
        assertThat(shown("activity", "{\"person\":\"ann\"}")).isEqualTo("{\"person\":\"ann\"}");
        assertThat(shown("day", "{\"day\":1}")).isEqualTo("{\"day\":1}");
    }
}
