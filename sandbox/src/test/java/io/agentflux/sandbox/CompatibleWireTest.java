package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.experiment.Profile;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the older demonstration server answered to the same requests in the same order, member by member. */
class CompatibleWireTest {

    private static final String UPDATE = "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"once more\"}";

    private final TestArena arena = new TestArena(Profile.COMPATIBLE);
    private final RawConnection connection = arena.connect();

    @AfterEach
    void stop() {
        connection.close();
        arena.close();
    }

    private String get(String path) {
        return connection
                .call("GET", "/api/arena/" + path, DemoExperiment.TOKEN, "")
                .body();
    }

    private String put(String body) {
        return connection
                .call("PUT", "/api/arena/variant/config", DemoExperiment.TOKEN, body)
                .body();
    }

    private void assertRejected(String answer, String code) {
        assertThat(answer).contains("\"accepted\":false").contains("\"rejectionReason\":\"" + code + '"');
    }

    @Test
    @DisplayName("all parameters at once are clamped around their defaults and rounded half to even afterwards")
    void clamps() {
        String answer = put("{\"economyOverrides\":{\"scanXp\":100,\"feedbackXp\":1,\"issueReportXp\":99.5,"
                + "\"statusReportXp\":20,\"photoXp\":10.4,\"firstScanOfDayXp\":7.6,\"streakBonusPerDay\":100,"
                + "\"streakBonusCap\":0,\"scanDailyCap\":1000000,\"feedbackDailyCap\":2.5,\"magicXp\":1},"
                + "\"reasoning\":\"\"}");

        assertThat(answer)
                .contains(
                        "\"appliedConfig\":{\"scanXp\":15,\"feedbackXp\":8,\"issueReportXp\":38,\"statusReportXp\":20,"
                                + "\"photoXp\":10,\"firstScanOfDayXp\":8,\"streakBonusPerDay\":8,\"streakBonusCap\":25,"
                                + "\"scanDailyCap\":30,\"feedbackDailyCap\":5}")
                .contains("\"requested\":1,\"applied\":7.5")
                .contains("\"requested\":99.5,\"applied\":37.5")
                .contains("\"baseline\":5,\"maxDelta\":2.5")
                .contains("\"ignoredKeys\":[\"magicXp\"]")
                .doesNotContain("\"statusReportXp\":{")
                .doesNotContain("\"firstScanOfDayXp\":{");
    }

    @Test
    @DisplayName("whoever says the same again is too early each time, and the third time freezes the next update")
    void strikes() {
        assertRejected(put("{\"economyOverrides\":{\"magicXp\":3},\"reasoning\":\"\"}"), "NO_VALID_KEYS");
        assertThat(put(UPDATE)).contains("\"accepted\":true");
        for (int strike = 0; strike < 3; strike++) {
            assertRejected(put(UPDATE), "RATE_LIMITED");
        }
        String frozen = put(UPDATE);
        assertRejected(frozen, "CIRCUIT_BREAKER_ACTIVE");
        assertThat(frozen).contains("the next one is judged again").doesNotContain("nextAllowedUpdate\":\"");
        assertRejected(put(UPDATE), "RATE_LIMITED");
        arena.pass(Duration.ofMinutes(1));

        assertThat(put(UPDATE)).contains("\"accepted\":true");
        assertThat(get("decisions")).contains("\"total\":8");
    }

    @Test
    @DisplayName("the scoreboard shows constants for the control, whether anybody has observed or not")
    void scoreboard() {
        String constants =
                "\"SCAN_FREQUENCY\":{\"value\":2.3,\"stdDev\":0.9,\"sampleSize\":25,\"confidence\":\"high\"},"
                        + "\"RETENTION_RATE\":{\"value\":0.68,\"stdDev\":0.14,\"sampleSize\":25,\"confidence\":\"high\"},"
                        + "\"FEEDBACK_QUALITY\":{\"value\":3.2,\"stdDev\":0.6,\"sampleSize\":25,\"confidence\":\"high\"},"
                        + "\"ISSUE_REPORT_RATE\":{\"value\":1.1,\"stdDev\":0.35,\"sampleSize\":25,\"confidence\":\"high\"}";

        assertThat(get("scoreboard")).contains(constants).contains("\"enrolledCount\":75,\"activeCount\":22,");
        get("signals");
        assertThat(get("scoreboard")).contains(constants);
    }
}
