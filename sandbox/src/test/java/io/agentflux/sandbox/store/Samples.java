package io.agentflux.sandbox.store;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the tests keep. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Samples() {}

    static ExperimentEvent event(String id) {
        return event("onboarding", "B", "decision", id, null);
    }

    static ExperimentEvent event(String experimentId, String variantId, String type, String id, String outcome) {
        return new ExperimentEvent(experimentId, variantId, type, id, NOON, outcome, "{\"id\":\"" + id + "\"}");
    }

    static Decision accepted(String id, Instant timestamp) {
        return new Decision(
                id,
                timestamp,
                new ConfigUpdate(
                        Map.of("scanXp", 12.5),
                        "more \"points\" – für alle 🎯, half a pair \ud83c and NUL \0",
                        Map.of("retention", 0.25, "days", 7, "notes", List.of("a", "b"))),
                new ConfigResult(
                        true,
                        Map.of("scanXp", 12.5),
                        Map.of("scanXp", new ClampedDelta(10, 20, 12.5, 25, 10, 5)),
                        null,
                        null,
                        timestamp.plusSeconds(60),
                        id,
                        List.of("unknownKey")));
    }

    static Decision refused(String id, Instant timestamp) {
        return new Decision(
                id,
                timestamp,
                new ConfigUpdate(Map.of("scanXp", 99.0), "", Map.of()),
                new ConfigResult(
                        false,
                        Map.of(),
                        Map.of(),
                        "RATE_LIMITED",
                        "too early",
                        timestamp.plusSeconds(60),
                        id,
                        List.of()));
    }
}
