package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of an update, as its answer and the audit log tell it. */
class DecisionRepliesTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static final ConfigResult CLAMPED = new ConfigResult(
            true,
            Map.of("scanXp", 15.0),
            Map.of("scanXp", new ClampedDelta(10, 100, 15, 50, 10, 5)),
            null,
            null,
            NOON.plusMillis(1),
            "dec_1",
            List.of("bogus"));

    private static final ConfigResult REFUSED =
            new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", "Too soon.", NOON, "dec_2", List.of());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "an accepted, clamped update is answered with all seven members of the clamp and an instant never too early")
    void writesClampedResult() {
        assertThat(text(ArenaReplies.encode(CLAMPED)))
                .isEqualTo("{\"success\":true,\"data\":{\"accepted\":true,\"appliedConfig\":{\"scanXp\":15},"
                        + "\"clampedDeltas\":{\"scanXp\":{\"previous\":10,\"requested\":100,\"applied\":15,"
                        + "\"clamped\":true,\"deltaPercent\":50,\"baseline\":10,\"maxDelta\":5}},"
                        + "\"nextAllowedUpdate\":\"2026-01-31T12:00:01Z\",\"ignoredKeys\":[\"bogus\"],"
                        + "\"decisionLogId\":\"dec_1\"}}");
    }

    @Test
    @DisplayName("a refused update is answered with its code, its words and the id of the decision")
    void writesRefusedResult() {
        assertThat(text(ArenaReplies.encode(REFUSED)))
                .isEqualTo("{\"success\":true,\"data\":{\"accepted\":false,\"rejectionReason\":\"RATE_LIMITED\","
                        + "\"rejectionDetail\":\"Too soon.\",\"nextAllowedUpdate\":\"2026-01-31T12:00:00Z\","
                        + "\"decisionLogId\":\"dec_2\"}}");
        assertThat(ArenaReplies.decodeResult(ArenaReplies.encode(REFUSED))).isEqualTo(REFUSED);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "{\"requested\":100,\"applied\":15,\"baseline\":10,\"maxDelta\":5}",
                "{\"previous\":10,\"requested\":100,\"applied\":15,\"clamped\":true,\"deltaPercent\":50}"
            })
    @DisplayName("each described shape of a clamp is understood")
    void readsEveryShapeOfClamp(String delta) {
        ConfigResult result = ArenaReplies.decodeResult(
                bytes("{\"data\":{\"accepted\":true,\"clampedDeltas\":{\"scanXp\":" + delta + "}}}"));

        assertThat(result.clampedDeltas()).containsEntry("scanXp", new ClampedDelta(10, 100, 15, 50, 10, 5));
    }

    @Test
    @DisplayName("a page of the audit log is written with both names of the refusal and read as it was written")
    void writesDecisions() {
        ConfigUpdate update = ConfigUpdate.of(EconomyParameter.SCAN_XP, 100, "because")
                .withEvidence(Map.of("seen", List.of(1, 2.5, true, "x")));
        DecisionPage page = new DecisionPage(
                List.of(
                        new Decision("dec_2", NOON, update, REFUSED),
                        new Decision("dec_1", NOON, ConfigUpdate.of(EconomyParameter.PHOTO_XP, 3, ""), CLAMPED)),
                25,
                2,
                2);
        byte[] body = ArenaReplies.encode(page);

        assertThat(text(body))
                .isEqualTo("{\"success\":true,\"data\":{\"decisions\":[{\"id\":\"dec_2\","
                        + "\"timestamp\":\"2026-01-31T12:00:00Z\",\"accepted\":false,"
                        + "\"economyOverrides\":{\"scanXp\":100},\"reasoning\":\"because\","
                        + "\"signals\":{\"seen\":[1,2.5,true,\"x\"]},\"rejectionReason\":\"RATE_LIMITED\","
                        + "\"rejectionCode\":\"RATE_LIMITED\",\"rejectionDetail\":\"Too soon.\","
                        + "\"nextAllowedUpdate\":\"2026-01-31T12:00:00Z\"},"
                        + "{\"id\":\"dec_1\",\"timestamp\":\"2026-01-31T12:00:00Z\",\"accepted\":true,"
                        + "\"economyOverrides\":{\"photoXp\":3},\"reasoning\":\"\",\"appliedConfig\":{\"scanXp\":15},"
                        + "\"clampedDeltas\":{\"scanXp\":{\"previous\":10,\"requested\":100,\"applied\":15,"
                        + "\"clamped\":true,\"deltaPercent\":50,\"baseline\":10,\"maxDelta\":5}},"
                        + "\"nextAllowedUpdate\":\"2026-01-31T12:00:01Z\",\"ignoredKeys\":[\"bogus\"]}],"
                        + "\"total\":25,\"page\":2,\"pageSize\":2}}");
        DecisionPage read = ArenaReplies.decodeDecisions(body);
        assertThat(read.decisions().get(0)).isEqualTo(page.decisions().get(0));
        assertThat(ArenaReplies.encode(read)).isEqualTo(body);
    }

    @Test
    @DisplayName("an older log that tells the reason in words and the code apart is understood")
    void readsOlderLog() {
        Decision decision = ArenaReplies.decodeDecisions(bytes("""
                                {"data":{"decisions":[{"id":"dec_9","timestamp":"2026-01-31T14:00:00.5+02:00","accepted":false,
                                "economyOverrides":{"scanXp":12},"reasoning":"r","clampedDeltas":null,
                                "rejectionReason":"Rate limited. Next update allowed later.","rejectionCode":"RATE_LIMITED"}]}}
                                """)).decisions().get(0);

        assertThat(decision.timestamp()).isEqualTo(NOON.plusMillis(500));
        assertThat(decision.result().isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(decision.result().rejectionDetail()).isEqualTo("Rate limited. Next update allowed later.");
        assertThat(decision.result().decisionLogId()).isEqualTo("dec_9");
    }

    @Test
    @DisplayName("an entry that does not tell what was asked for costs nothing of the others")
    void readsTerseLog() {
        DecisionPage page = ArenaReplies.decodeDecisions(bytes("""
                                {"data":{"decisions":[
                                {"id":"dec_3","accepted":false,"reasoning":"r","rejectionReason":"RATE_LIMITED"},
                                {"id":"dec_2","accepted":true,"economyOverrides":null,"appliedConfig":{"scanXp":15}},
                                {"id":"dec_1","accepted":false,"economyOverrides":{"scanXp":12}}],"total":3}}
                                """));

        assertThat(page.decisions()).extracting(Decision::id).containsExactly("dec_2", "dec_1");
        assertThat(page.decisions().get(0).update().economyOverrides()).containsExactly(Map.entry("scanXp", 15.0));
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.pageSize()).isEqualTo(3);
    }
}
