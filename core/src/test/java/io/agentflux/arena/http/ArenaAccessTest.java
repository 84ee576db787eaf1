package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaAccessTest {

    private static final Token TOKEN = Token.of("strat_secret");

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "https://arena.example.org",
                "HTTPS://arena.example.org/base/",
                "http://localhost:7860",
                "http://LOCALHOST",
                "http://127.0.0.1:1",
                "http://[::1]:7860/"
            })
    @DisplayName("https, and http to this machine, are taken")
    void takesSafeAddresses(String url) {
        assertThatCode(() -> ArenaAccess.of(url, TOKEN)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "http://example.org",
                "http://127.0.0.2",
                "http://0.0.0.0",
                "http://localhost.example.org",
                "ftp://localhost",
                "ws://localhost",
                "localhost:7860",
                "//localhost",
                "",
                "https://",
                "https://user:password@example.org",
                "https://example.org?x=1",
                "https://example.org#x",
                "https://exa mple.org"
            })
    @DisplayName("every other address is refused")
    void refusesUnsafeAddresses(String url) {
        assertThatThrownBy(() -> ArenaAccess.of(url, TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("password");
    }

    @Test
    @DisplayName("plain http to another machine is refused in words that say why")
    void explainsRefusalOfPlainHttp() {
        assertThatThrownBy(() -> ArenaAccess.of("http://example.org", TOKEN))
                .hasMessageStartingWith("Refusing to connect over plain HTTP");
    }

    @Test
    @DisplayName("trailing slashes are dropped and a path prefix is kept")
    void dropsTrailingSlashes() {
        assertThat(ArenaAccess.of("https://example.org/base//", TOKEN).apiUrl())
                .hasToString("https://example.org/base");
    }

    @Test
    @DisplayName("a token never prints, neither alone nor inside of anything")
    void tokenNeverPrints() {
        assertThat(TOKEN).hasToString("strat_***");
        assertThat(ArenaAccess.of("http://localhost", TOKEN).toString()).doesNotContain("secret");
        assertThat(TOKEN.redact("no strat_secret here")).isEqualTo("no strat_*** here");
        assertThat(TOKEN).isEqualTo(Token.of("strat_secret")).isNotEqualTo(Token.of("strat_other"));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "  ", "strat_your_token_here", "strat_a b", "strat_a\r\nX: y", "strat_é"})
    @DisplayName("a token that cannot be one is refused before any call")
    void refusesUnusableTokens(String secret) {
        assertThatThrownBy(() -> Token.of(secret)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("address and token come from the environment, and what is missing is named")
    void readsEnvironment() {
        Map<String, String> variables = Map.of("ARENA_URL", "http://localhost:7860/", "STRATEGY_TOKEN", "strat_secret");

        assertThat(ArenaAccess.ofEnvironment(variables)).isEqualTo(ArenaAccess.of("http://localhost:7860", TOKEN));
        assertThatThrownBy(() -> ArenaAccess.ofEnvironment(Map.of("ARENA_URL", "http://localhost")))
                .hasMessageContaining("STRATEGY_TOKEN");
        assertThatThrownBy(() -> ArenaAccess.ofEnvironment(Map.of())).hasMessageContaining("ARENA_URL");
    }

    @Test
    @DisplayName("the webhook of the environment is registered for all events, if there is one")
    void readsWebhookOfEnvironment() {
        assertThat(WebhookRegistration.ofEnvironment(Map.of())).isEmpty();
        assertThat(WebhookRegistration.ofEnvironment(Map.of("WEBHOOK_URL", "https://example.org/hook")))
                .hasValueSatisfying(registration -> {
                    assertThat(registration.url()).hasToString("https://example.org/hook");
                    assertThat(registration.events()).isEmpty();
                });
    }

    @Test
    @DisplayName("a manifest is read as it was written and holds the token in both spellings")
    void readsManifest(@TempDir Path directory) throws Exception {
        Manifest manifest = new Manifest(
                "exp_1",
                "Demo",
                "var_1",
                "Treatment-A",
                ArenaAccess.of("https://example.org", TOKEN),
                Duration.ofMinutes(5),
                80);
        Path file = Files.writeString(directory.resolve("manifest.json"), manifest.toJson());

        assertThat(Manifest.read(file)).isEqualTo(manifest);
        assertThat(manifest.toJson())
                .isEqualTo("{\"experimentId\":\"exp_1\",\"experimentName\":\"Demo\",\"variantId\":\"var_1\","
                        + "\"variantName\":\"Treatment-A\",\"strategyToken\":\"strat_secret\","
                        + "\"strategy_token\":\"strat_secret\",\"apiUrl\":\"https://example.org\","
                        + "\"constraints\":{\"updateIntervalMin\":5,\"deltaLimitPct\":80}}");
        assertThat(manifest.toString()).doesNotContain("secret");
    }

    @Test
    @DisplayName("either spelling of the token will do, and a manifest without one is refused")
    void readsEitherSpelling() {
        assertThat(Manifest.parse("{\"apiUrl\":\"http://localhost\",\"strategy_token\":\"strat_secret\"}")
                        .access())
                .isEqualTo(ArenaAccess.of("http://localhost", TOKEN));
        assertThatThrownBy(() -> Manifest.parse("{\"apiUrl\":\"http://localhost\"}"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("strategyToken");
    }
}
