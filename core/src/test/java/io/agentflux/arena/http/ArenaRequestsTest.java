package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.WebhookEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaRequestsTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "an update is written with its members in the protocol's order and without evidence where there is none")
    void writesUpdate() {
        Map<String, Double> overrides = new LinkedHashMap<>();
        overrides.put("scanXp", 12.0);
        overrides.put("photoXp", 7.5);

        assertThat(text(ArenaRequests.encode(new ConfigUpdate(overrides, "größer", Map.of()))))
                .isEqualTo("{\"economyOverrides\":{\"scanXp\":12,\"photoXp\":7.5},\"reasoning\":\"größer\"}");
        assertThat(text(ArenaRequests.encode(new ConfigUpdate(Map.of("scanXp", 1.0), "", Map.of("nan", Double.NaN)))))
                .isEqualTo("{\"economyOverrides\":{\"scanXp\":1},\"reasoning\":\"\",\"signals\":{\"nan\":\"NaN\"}}");
    }

    @Test
    @DisplayName("an update is read with spaces, escapes, unknown members and evidence of any shape")
    void readsUpdate() {
        ConfigUpdate update = ArenaRequests.decodeUpdate(bytes("""
                        { "economyOverrides" : {"scanXp": 12, "bogus": 1e3}, "reasoning": "gr\\u00f6\\u00dfer", "other": [],
                          "signals": {"n": 3, "values": [1.5, null, {"deep": true}]} }
                        """));

        assertThat(update.economyOverrides()).containsExactly(Map.entry("scanXp", 12.0), Map.entry("bogus", 1000.0));
        assertThat(update.reasoning()).isEqualTo("größer");
        assertThat(update.evidence()).containsEntry("n", 3);
        assertThat(ArenaRequests.decodeUpdate(ArenaRequests.encode(update))).isEqualTo(update);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "12",
                "{",
                "{}",
                "{\"economyOverrides\":null}",
                "{\"economyOverrides\":{}}",
                "{\"economyOverrides\":[1]}",
                "{\"economyOverrides\":{\"scanXp\":\"12\"}}",
                "{\"economyOverrides\":{\"scanXp\":true}}",
                "{\"economyOverrides\":{\"scanXp\":null}}",
                "{\"economyOverrides\":{\"scanXp\":-1}}",
                "{\"economyOverrides\":{\"scanXp\":NaN}}",
                "{\"economyOverrides\":{\"scanXp\":Infinity}}",
                "{\"economyOverrides\":{\"scanXp\":-Infinity}}",
                "{\"economyOverrides\":{\"scanXp\":1e999}}",
                "{\"economyOverrides\":{\"scanXp\":1},\"signals\":{\"x\":1e999}}",
                "{\"economyOverrides\":{\"scanXp\":1,\"scanXp\":2}}",
                "{\"economyOverrides\":{\"scanXp\":1},\"reasoning\":5}",
                "{\"economyOverrides\":{\"scanXp\":1},\"signals\":[1]}",
                "{\"economyOverrides\":{\"scanXp\":1},\"reasoning\":\"\\ud800\"}",
                "{\"economyOverrides\":{\"scanXp\":1}} {}",
                "{'economyOverrides':{'scanXp':1}}",
                "{\"economyOverrides\":{\"scanXp\":1}/* comment */}"
            })
    @DisplayName("a malformed update is refused")
    void refusesMalformedUpdate(String body) {
        assertThatThrownBy(() -> ArenaRequests.decodeUpdate(bytes(body)))
                .isInstanceOf(MalformedMessageException.class)
                .message()
                .isNotBlank()
                .doesNotContain("enable", "Constraints", "Feature");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"economyOverrides\":{\"scanXp\":-1}}"
                        + "|economyOverrides.scanXp is -1; a finite number that is not negative is expected.",
                "{\"economyOverrides\":{\"scanXp\":NaN}}"
                        + "|The body is not valid JSON at line 1, column 34: Non-standard token 'NaN'",
                "[]|The body is an array; send a JSON object."
            })
    @DisplayName("the refusal says what is wrong and where")
    void refusesHelpfully(String body, String message) {
        assertThatThrownBy(() -> ArenaRequests.decodeUpdate(bytes(body))).hasMessage(message);
    }

    @Test
    @DisplayName("deep nesting, long numbers and bytes that are not UTF-8 are refused")
    void refusesHostileBodies() {
        String deep = "{\"signals\":" + "[".repeat(100_000);
        String longNumber = "{\"economyOverrides\":{\"scanXp\":" + "9".repeat(10_000) + "}}";
        byte[] notUtf8 = bytes("{\"economyOverrides\":{\"scanXp\":1},\"reasoning\":\"?\"}");
        notUtf8[notUtf8.length - 3] = (byte) 0xC0;

        assertThatThrownBy(() -> ArenaRequests.decodeUpdate(bytes(deep)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> ArenaRequests.decodeUpdate(bytes(longNumber)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("length");
        assertThatThrownBy(() -> ArenaRequests.decodeUpdate(notUtf8))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("UTF-8");
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefusedAsMalformed(@ForAll @Size(max = 200) byte[] body) {
        try {
            ArenaRequests.decodeUpdate(body);
        } catch (MalformedMessageException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
        }
    }

    @Property(tries = 300)
    void textSurvivesWithLoneSurrogatesReplaced(@ForAll String reasoning, @ForAll String name) {
        ConfigUpdate update = new ConfigUpdate(Map.of(name, 1.0), reasoning, Map.of(name, reasoning));

        ConfigUpdate read = ArenaRequests.decodeUpdate(ArenaRequests.encode(update));

        assertThat(read.reasoning()).isEqualTo(Unicode.wellFormed(reasoning));
        assertThat(read.economyOverrides()).containsOnlyKeys(Unicode.wellFormed(name));
    }

    @Property(tries = 300)
    void everyFiniteValueSurvives(@ForAll double value) {
        double magnitude = Double.isFinite(value) ? Math.abs(value) : 0;

        assertThat(ArenaRequests.decodeUpdate(
                                ArenaRequests.encode(new ConfigUpdate(Map.of("scanXp", magnitude), "", Map.of())))
                        .economyOverrides())
                .containsEntry("scanXp", magnitude);
    }

    @Test
    @DisplayName("a heartbeat tells the poll interval in whole seconds, rounded up, and metadata only if there is some")
    void writesHeartbeat() {
        assertThat(text(ArenaRequests.encode(new Heartbeat(Duration.ofMillis(1_001), Map.of()))))
                .isEqualTo("{\"requestedPollInterval\":2}");
        assertThat(text(ArenaRequests.encode(new Heartbeat(Duration.ofSeconds(60), Map.of("cycle", 4)))))
                .isEqualTo("{\"requestedPollInterval\":60,\"metadata\":{\"cycle\":4}}");
    }

    @Test
    @DisplayName("a heartbeat may leave out everything, and a poll interval may have a fraction")
    void readsHeartbeat() {
        assertThat(ArenaRequests.decodeHeartbeat(bytes("{}")))
                .isEqualTo(new Heartbeat(Duration.ofSeconds(60), Map.of()));
        assertThat(ArenaRequests.decodeHeartbeat(bytes("{\"requestedPollInterval\":0.25,\"metadata\":{\"a\":1}}")))
                .isEqualTo(new Heartbeat(Duration.ofMillis(250), Map.of("a", 1)));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "{\"requestedPollInterval\":-1}",
                "{\"requestedPollInterval\":\"60\"}",
                "{\"requestedPollInterval\":1e300}",
                "{\"metadata\":[]}",
                "{\"metadata\":\"x\"}"
            })
    @DisplayName("a malformed heartbeat is refused")
    void refusesMalformedHeartbeat(String body) {
        assertThatThrownBy(() -> ArenaRequests.decodeHeartbeat(bytes(body)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    @DisplayName("what is refused is told as it was sent")
    void tellsWhatWasSent() {
        assertThatThrownBy(() -> ArenaRequests.decodeHeartbeat(bytes("{\"requestedPollInterval\":-1}")))
                .hasMessage("requestedPollInterval is -1; a number of seconds from 0 to a year is expected.");
        assertThatThrownBy(() -> ArenaRequests.decodeHeartbeat(bytes("{\"requestedPollInterval\":40000000}")))
                .hasMessageContaining("requestedPollInterval is 40000000;");
        assertThatThrownBy(() -> ArenaRequests.decodeWebhook(bytes("{\"url\":null}")))
                .hasMessage("url is null; an absolute http or https URL is expected.");
    }

    @Test
    @DisplayName("a webhook's registration is read as it was written; no events, null or an empty list mean all")
    void readsWebhook() {
        WebhookRegistration registration =
                new WebhookRegistration(URI.create("https://example.org/h"), Set.of(WebhookEvent.CONFIG_UPDATED));

        assertThat(text(ArenaRequests.encode(registration)))
                .isEqualTo("{\"url\":\"https://example.org/h\",\"events\":[\"config_updated\"]}");
        assertThat(ArenaRequests.decodeWebhook(ArenaRequests.encode(registration)))
                .isEqualTo(registration);
        for (String events : List.of("", ",\"events\":null", ",\"events\":[]")) {
            assertThat(ArenaRequests.decodeWebhook(bytes("{\"url\":\"http://h\"" + events + "}"))
                            .events())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"\"}",
                "{\"url\":\"/relative\"}",
                "{\"url\":\"ftp://example.org\"}",
                "{\"url\":\"http://exa mple.org\"}",
                "{\"url\":7}",
                "{\"url\":\"https://h\",\"events\":\"config_updated\"}",
                "{\"url\":\"https://h\",\"events\":[null]}",
                "{\"url\":\"https://h\",\"events\":[\"no_such_event\"]}"
            })
    @DisplayName("a malformed registration is refused")
    void refusesMalformedWebhook(String body) {
        assertThatThrownBy(() -> ArenaRequests.decodeWebhook(bytes(body)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
