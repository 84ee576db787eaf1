package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.arena.Standing;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaRepliesTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "a variant is written with all eleven members, ten parameters, whole numbers whole and minutes rounded up")
    void writesVariant() {
        VariantInfo variant = new VariantInfo(
                "var_1",
                "Treatment-A",
                "exp_1",
                "Demo",
                ExperimentStatus.RUNNING.name(),
                "AGENT",
                false,
                Economy.defaults().with(EconomyParameter.SCAN_XP, 12.5),
                null,
                Duration.ofSeconds(61),
                50);

        assertThat(text(ArenaReplies.encode(variant)))
                .isEqualTo("{\"success\":true,\"data\":{\"variantId\":\"var_1\",\"variantName\":\"Treatment-A\","
                        + "\"experimentId\":\"exp_1\",\"experimentName\":\"Demo\",\"experimentStatus\":\"RUNNING\","
                        + "\"mode\":\"AGENT\",\"isControl\":false,\"currentConfig\":{\"scanXp\":12.5,\"feedbackXp\":15,"
                        + "\"issueReportXp\":25,\"statusReportXp\":20,\"photoXp\":10,\"firstScanOfDayXp\":15,"
                        + "\"streakBonusPerDay\":5,\"streakBonusCap\":50,\"scanDailyCap\":20,\"feedbackDailyCap\":10},"
                        + "\"lastConfigUpdate\":null,\"updateIntervalMin\":2,\"deltaLimitPct\":50}}");
    }

    @Test
    @DisplayName("a variant is read as it was written")
    void readsVariant() {
        VariantInfo variant = new VariantInfo(
                "v",
                "n",
                "e",
                "x",
                ExperimentStatus.PAUSED.name(),
                "AGENT",
                true,
                Economy.defaults(),
                NOON,
                Duration.ofMinutes(5),
                80);

        assertThat(ArenaReplies.decodeVariant(ArenaReplies.encode(variant))).isEqualTo(variant);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"success\":true,\"data\":{}}",
                "{\"data\":null}",
                "{\"currentConfig\":null,\"updateIntervalMin\":null,\"metrics\":null,\"isControl\":null}"
            })
    @DisplayName("what an arena does not tell has the documented default")
    void fillsInDefaults(String body) {
        assertThat(ArenaReplies.decodeVariant(bytes(body)))
                .isEqualTo(new VariantInfo(
                        "",
                        "",
                        "",
                        "",
                        ExperimentStatus.RUNNING.name(),
                        "AGENT",
                        false,
                        Economy.defaults(),
                        null,
                        Duration.ofMinutes(60),
                        50));
        assertThat(ArenaReplies.decodeSignals(bytes(body))).isEqualTo(new Signals(0, 0, 0, 0, 0, Map.of(), null));
        assertThat(ArenaReplies.decodeResult(bytes(body)))
                .isEqualTo(new ConfigResult(false, Map.of(), Map.of(), null, null, null, "", List.of()));
        assertThat(ArenaReplies.decodeScoreboard(bytes(body)).variants()).isEmpty();
        assertThat(ArenaReplies.decodeDecisions(bytes(body)).decisions()).isEmpty();
        assertThat(ArenaReplies.decodeWebhook(bytes(body))).isEqualTo(new WebhookInfo("", "", List.of(), null));
    }

    @Test
    @DisplayName(
            "signals are written with integer sample sizes, lower-case confidence and the time of their computation")
    void writesSignals() {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        metrics.put("SCAN_FREQUENCY", new MetricSignal(2, 0.5, 30, Confidence.HIGH));
        metrics.put("RETENTION_RATE", new MetricSignal(0.75, null, 9, Confidence.LOW));
        Signals signals = new Signals(40, 12, 30, 1234, 8, metrics, NOON);

        assertThat(text(ArenaReplies.encode(signals)))
                .isEqualTo("{\"success\":true,\"data\":{\"enrolled\":40,\"activeToday\":12,\"active7d\":30,"
                        + "\"totalScans\":1234,\"experimentDays\":8,\"metrics\":{\"SCAN_FREQUENCY\":{\"value\":2,"
                        + "\"stdDev\":0.5,\"sampleSize\":30,\"confidence\":\"high\"},\"RETENTION_RATE\":{\"value\":0.75,"
                        + "\"stdDev\":null,\"sampleSize\":9,\"confidence\":\"low\"}},"
                        + "\"computedAt\":\"2026-01-31T12:00:00Z\"}}");
        assertThat(ArenaReplies.decodeSignals(ArenaReplies.encode(signals))).isEqualTo(signals);
    }

    @Test
    @DisplayName("a metric of which only the value is told is of low confidence and without people")
    void readsSparseMetric() {
        Signals signals = ArenaReplies.decodeSignals(
                bytes("{\"metrics\":{\"A\":{\"value\":1.5},\"B\":null,\"C\":{\"value\":null,\"sampleSize\":30.0}}}"));

        assertThat(signals.metrics())
                .containsExactly(
                        Map.entry("A", new MetricSignal(1.5, null, 0, Confidence.LOW)),
                        Map.entry("C", new MetricSignal(0, null, 30, Confidence.LOW)));
    }

    @Test
    @DisplayName("the scoreboard is read as it was written")
    void readsScoreboard() {
        ScoreboardEntry entry = new ScoreboardEntry(
                "v",
                "Control",
                true,
                Economy.defaults(),
                NOON,
                null,
                Map.of("SCAN_FREQUENCY", MetricSignal.of(1.25, 0.5, 12)),
                7,
                5,
                3,
                1);
        byte[] body = ArenaReplies.encode(new Scoreboard(List.of(entry)));

        assertThat(ArenaReplies.decodeScoreboard(body).variants()).containsExactly(entry);
        assertThat(text(body))
                .contains("\"lastHeartbeat\":null", "\"rejectedDecisions\":1")
                .doesNotContain("versusControl", "standing");
    }

    @Test
    @DisplayName("the comparison with the control and the rank are read as they were written")
    void readsComparisons() {
        MetricComparison some =
                new MetricComparison("Fisher exact", 0.125, -0.25, 0.5, 0.95, 0.04, 0.08, 0.06, 0.25, 1.75, 0.5);
        MetricComparison bare =
                new MetricComparison("Welch t", -1, null, null, 0.9, 0.001, 0.002, 0.002, null, null, null);
        Map<String, MetricComparison> comparisons = new LinkedHashMap<>();
        comparisons.put("RETENTION_RATE", some);
        comparisons.put("SCAN_FREQUENCY", bare);
        ScoreboardEntry entry = new ScoreboardEntry(
                "v",
                "Treatment",
                false,
                Economy.defaults(),
                null,
                null,
                Map.of(),
                7,
                5,
                3,
                1,
                comparisons,
                new Standing(2, 1, 3));
        byte[] body = ArenaReplies.encode(new Scoreboard(List.of(entry)));

        assertThat(ArenaReplies.decodeScoreboard(body).variants()).containsExactly(entry);
        assertThat(text(body))
                .contains(
                        "\"versusControl\":{\"RETENTION_RATE\":{\"method\":\"Fisher exact\",\"difference\":0.125,",
                        "\"significant\":false",
                        "\"significant\":true",
                        "\"standing\":{\"rank\":2,\"best\":1,\"worst\":3}");
    }

    @Test
    @DisplayName("a webhook's id may be called id or webhookId")
    void readsBothIdsOfWebhook() {
        WebhookInfo webhook = new WebhookInfo("wh_1", "https://example.org", List.of("config_updated"), null);

        assertThat(ArenaReplies.decodeWebhook(ArenaReplies.encode(webhook))).isEqualTo(webhook);
        assertThat(text(ArenaReplies.encode(webhook))).doesNotContain("secret");
        assertThat(ArenaReplies.decodeWebhook(bytes("{\"id\":\"wh_2\"}")).webhookId())
                .isEqualTo("wh_2");
    }

    @Test
    @DisplayName("a webhook's secret is read as it was written, prints nowhere, and one of another form is left out")
    void readsSecretOfWebhook() {
        WebhookSecret secret = WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        WebhookInfo webhook = new WebhookInfo("wh_1", "https://example.org", List.of(), secret);

        assertThat(ArenaReplies.decodeWebhook(ArenaReplies.encode(webhook))).isEqualTo(webhook);
        assertThat(text(ArenaReplies.encode(webhook)))
                .contains("\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"");
        assertThat(webhook.toString()).contains("secret=whsec_***");
        assertThat(ArenaReplies.decodeWebhook(bytes("{\"webhookId\":\"wh_2\",\"secret\":\"s3cret\"}"))
                        .secret())
                .isNull();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "<html>502</html>",
                "[1]",
                "{\"data\":[]}",
                "{\"data\":{\"enrolled\":\"many\"}}",
                "{\"data\":{\"enrolled\":-1}}",
                "{\"data\":{\"enrolled\":1.5}}",
                "{\"data\":{\"enrolled\":3000000000}}",
                "{\"data\":{\"metrics\":[]}}",
                "{\"data\":{\"metrics\":{\"A\":{\"confidence\":[]}}}}",
                "{\"data\":{\"computedAt\":\"yesterday\"}}",
                "{\"data\":{}} trailing"
            })
    @DisplayName("a reply of the wrong kind is an error, not a guess")
    void refusesWrongKinds(String body) {
        assertThatThrownBy(() -> ArenaReplies.decodeSignals(bytes(body))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    @DisplayName("an error names the member that is wrong and where it stands")
    void namesTheMember() {
        assertThatThrownBy(() ->
                        ArenaReplies.decodeSignals(bytes("{\"data\":{\"metrics\":{\"A\":{\"value\":\"high\"}}}}")))
                .hasMessage("data.metrics.A.value is \"high\"; a finite number is expected.");
    }

    @Test
    @DisplayName("a fraction is written in the fewest digits that tell it from others, whatever Java writes")
    void writesFractionsBriefly() {
        assertThat(text(JsonWriter.object(data -> data.number("a", 0.1 + 0.2).number("b", 0x1p-44))))
                .isEqualTo("{\"a\":0.30000000000000004,\"b\":5.684341886080802E-14}");
    }

    @Test
    @DisplayName("a value that is no number cannot be written, and is named")
    void refusesNaN() {
        ConfigResult result =
                new ConfigResult(true, Map.of("scanXp", Double.NaN), Map.of(), null, null, null, "dec_1", List.of());

        assertThatThrownBy(() -> ArenaReplies.encode(result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scanXp is NaN");
    }

    @Test
    @DisplayName("errors and empty successes have their envelopes")
    void envelopes() {
        assertThat(text(ArenaReplies.encodeError("no \"such\" page")))
                .isEqualTo("{\"success\":false,\"error\":\"no \\\"such\\\" page\"}");
        assertThat(text(ArenaReplies.encodeEmpty())).isEqualTo("{\"success\":true,\"data\":{}}");
        assertThat(ArenaReplies.decodeError(bytes("{\"error\":\"e\"}"))).contains("e");
        assertThat(ArenaReplies.decodeError(bytes("<html>"))).isEmpty();
    }
}
