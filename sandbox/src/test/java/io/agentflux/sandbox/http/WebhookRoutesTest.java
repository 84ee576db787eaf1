package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookRoutesTest {

    private static final String AGENT = "strat_agent";
    private static final String OTHER_AGENT = "strat_other";
    private static final String ADMINISTRATOR = "admin_of_many_random_characters";
    private static final String HOOKS = "/api/arena/webhooks";
    private static final String ALL_HOOKS = "/api/admin/webhooks";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final WebhookDispatcher dispatcher = Objects.requireNonNull(WebhookDispatcher.start(
                    store,
                    WebhookOptions.ofDefaults()
                            .allowing(List.of("127.0.0.1/32"))
                            .trying(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                    Schedulers.parallel())
            .block(PATIENCE));
    private final DisposableServer server = Objects.requireNonNull(new RequestHandler(
                    new WebhookRoutes(dispatcher).routes(),
                    new GrantedTokens(
                            Map.of(
                                    Token.of(AGENT), new Grant("token-1", "exp_1", "var_1", new NoArena()),
                                    Token.of(OTHER_AGENT), new Grant("token-2", "exp_1", "var_2", new NoArena())),
                            SecretHash.of(ADMINISTRATOR)),
                    new Counters(new SimpleMeterRegistry()),
                    ServerLimits.ofDefaults(),
                    Schedulers.parallel(),
                    request -> {})
            .server(ServerSettings.ofDefaults())
            .bind()
            .block(PATIENCE));
    private final RawConnection connection = new RawConnection(server.port());

    /** Answers 500 to all paths but /ok. */
    private final DisposableServer receiver = Objects.requireNonNull(HttpServer.create()
            .host("127.0.0.1")
            .handle((request, response) -> request.receive()
                    .then(response.status("/ok".equals(request.uri()) ? 200 : 500)
                            .send()))
            .bind()
            .block(PATIENCE));

    @AfterEach
    void stop() {
        connection.close();
        server.disposeNow(PATIENCE);
        dispatcher.stop(PATIENCE).block(PATIENCE);
        receiver.disposeNow(PATIENCE);
        store.close().block(PATIENCE);
    }

    private JsonNode data(String method, String path, String token, String body) {
        Answer answer = connection.call(method, path, token, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("data");
    }

    private String register(String path) {
        return data("POST", HOOKS, AGENT, "{\"url\":\"http://127.0.0.1:" + receiver.port() + path + "\"}")
                .get("webhookId")
                .asString();
    }

    private void decide(String id) {
        store.append(new ExperimentEvent("exp_1", "var_1", EventType.DECISION, id, Instant.now(), "accepted", "{}"))
                .block(PATIENCE);
    }

    @Test
    @DisplayName("a registration is answered with all events and a secret, and a second deletion by 404")
    void registersAndDeletes() {
        String answer = connection
                .call("POST", HOOKS, AGENT, "{\"url\":\"https://a.example/h\"}")
                .body();
        assertThat(answer)
                .matches(
                        "\\{\"success\":true,\"data\":\\{\"webhookId\":\"wh_[0-9a-f]{16}\",\"url\":\"https://a.example/h\","
                                + "\"events\":\\[\"config_updated\",\"heartbeat_timeout\",\"circuit_breaker_triggered\","
                                + "\"anomaly_detected\"],\"secret\":\"whsec_[A-Za-z0-9+/]{43}=\"}}");
        String path = HOOKS + "/" + answer.replaceAll(".*(wh_[0-9a-f]{16}).*", "$1");

        assertThat(connection.call("DELETE", path, AGENT, "").body()).isEqualTo("{\"success\":true,\"data\":{}}");
        assertThat(connection.call("DELETE", path, AGENT, "").status()).isEqualTo(404);
        assertThat(connection.call("DELETE", HOOKS, AGENT, "").status()).isEqualTo(405);
    }

    @Test
    @DisplayName("a new secret is told once, to the variant's agent or an administrator, and nonsense is refused")
    void rotates() {
        String path = HOOKS + "/" + register("/ok") + "/rotate";

        String first =
                data("POST", path, AGENT, "{\"graceSeconds\":60}").get("secret").asString();
        String second = data("POST", path.replace(HOOKS, ALL_HOOKS), ADMINISTRATOR, "")
                .get("secret")
                .asString();
        assertThat(List.of(first, second))
                .allMatch(secret -> secret.startsWith("whsec_"))
                .doesNotHaveDuplicates();
        for (String nonsense : List.of(
                "[]", "{\"graceSeconds\":-1}", "{\"graceSeconds\":1e9}", "{\"graceSeconds\":\"x\"}", "{\"grace\":0}")) {
            assertThat(connection.call("POST", path, AGENT, nonsense).status())
                    .as(nonsense)
                    .isEqualTo(400);
        }
        assertThat(connection.call("POST", path, OTHER_AGENT, "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("an agent sees the webhooks of its variant, an administrator all, and nobody sees a secret again")
    void lists() {
        String id = register("/ok");

        JsonNode own = data("GET", HOOKS, AGENT, "");
        assertThat(own.get("webhooks").size()).isEqualTo(1);
        JsonNode webhook = own.get("webhooks").get(0);
        assertThat(webhook.get("webhookId").asString()).isEqualTo(id);
        assertThat(webhook.get("experimentId").asString()).isEqualTo("exp_1");
        assertThat(webhook.get("variantId").asString()).isEqualTo("var_1");
        assertThat(webhook.get("events").size()).isEqualTo(4);
        assertThat(webhook.get("active").asBoolean()).isTrue();
        assertThat(webhook.get("lastError").isNull()).isTrue();
        assertThat(data("GET", HOOKS + "/" + id, AGENT, "")).isEqualTo(webhook);
        assertThat(data("GET", ALL_HOOKS + "/" + id, ADMINISTRATOR, "")).isEqualTo(webhook);
        assertThat(data("GET", ALL_HOOKS, ADMINISTRATOR, "")).isEqualTo(own);
        assertThat(data("GET", ALL_HOOKS + "?experimentId=exp_1", ADMINISTRATOR, ""))
                .isEqualTo(own);
        assertThat(data("GET", ALL_HOOKS + "?experimentId=exp_2", ADMINISTRATOR, "")
                        .get("webhooks")
                        .isEmpty())
                .isTrue();
        assertThat(data("GET", HOOKS, OTHER_AGENT, "").get("webhooks").isEmpty())
                .isTrue();
        assertThat(own.toString()).doesNotContain("whsec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET ", "DELETE ", "GET /undelivered", "POST /test", "POST /replay"})
    @DisplayName(
            "the webhooks of others do not exist for an agent, and those that do not exist not for an administrator")
    void hidesOthers(String operation) {
        String method = operation.split(" ", -1)[0];
        String rest = operation.split(" ", -1)[1];
        String id = register("/ok");

        Answer answer = connection.call(method, HOOKS + "/" + id + rest, OTHER_AGENT, "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("Webhook " + id + " not found");
        assertThat(connection
                        .call(method, ALL_HOOKS + "/wh_none" + rest, ADMINISTRATOR, "")
                        .status())
                .isEqualTo(404);
        assertThat(connection
                        .call(method, ALL_HOOKS + "/" + id + rest, AGENT, "")
                        .status())
                .isEqualTo(403);
        assertThat(dispatcher.webhooks()).hasSize(1);
    }

    @Test
    @DisplayName("a test tells at once what came of it")
    void tests() {
        JsonNode good = data("POST", HOOKS + "/" + register("/ok") + "/test", AGENT, "");
        assertThat(good.get("delivered").asBoolean()).isTrue();
        assertThat(good.get("status").asInt()).isEqualTo(200);
        assertThat(good.get("error").isNull()).isTrue();
        assertThat(good.get("durationMillis").isIntegralNumber()).isTrue();

        JsonNode bad = data("POST", ALL_HOOKS + "/" + register("/no") + "/test", ADMINISTRATOR, "{}");
        assertThat(bad.get("delivered").asBoolean()).isFalse();
        assertThat(bad.get("error").asString()).isEqualTo("status 500");
    }

    @Test
    @DisplayName("what was given up is listed, and delivered again when asked for")
    void replays() {
        String id = register("/no");
        decide("dec_1");
        Mono.fromSupplier(() -> dispatcher.webhook(id).delivery().givenUpInARow() == 1)
                .filter(done -> done)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(5), Schedulers.parallel()))
                .block(PATIENCE);

        JsonNode undelivered =
                data("GET", HOOKS + "/" + id + "/undelivered", AGENT, "").get("messages");
        assertThat(undelivered.size()).isEqualTo(1);
        assertThat(undelivered.get(0).get("type").asString()).isEqualTo("config_updated");
        assertThat(undelivered.get(0).get("lastError").asString()).isEqualTo("status 500");
        assertThat(undelivered.get(0).get("replaying").asBoolean()).isFalse();
        String messageId = undelivered.get(0).get("messageId").asString();

        String replay = HOOKS + "/" + id + "/replay";
        assertThat(data("POST", replay, AGENT, "").get("replaying").asInt()).isEqualTo(1);
        assertThat(data("POST", replay, AGENT, "{\"messageId\":\"" + messageId + "\"}")
                        .get("replaying")
                        .asInt())
                .isEqualTo(1);
        assertThat(data("POST", ALL_HOOKS + "/" + id + "/replay", ADMINISTRATOR, "{\"since\":\"2020-01-01T00:00:00Z\"}")
                        .get("replaying")
                        .asInt())
                .isEqualTo(1);
        assertThat(connection
                        .call("POST", replay, AGENT, "{\"messageId\":\"msg_7\"}")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"since\":\"yesterday\"}",
                "{\"since\":7}",
                "{\"messageId\":[]}",
                "{\"message\":\"a\"}",
                "{\"messageId\":\"a\",\"since\":\"2020-01-01T00:00:00Z\"}"
            })
    @DisplayName("a replay that does not say what to deliver is refused with an example")
    void refusesReplays(String body) {
        Answer answer = connection.call("POST", HOOKS + "/" + register("/ok") + "/replay", AGENT, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("2026-01-31T12:00:00Z");
    }

    @Test
    @DisplayName("targets that are not allowed are refused when they are registered")
    void refusesTargets() {
        Answer answer = connection.call("POST", HOOKS, AGENT, "{\"url\":\"http://169.254.169.254/latest\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("which is not a public address");
        assertThat(connection
                        .call("POST", HOOKS, AGENT, "{\"url\":\"https://a.example:99999/h\"}")
                        .body())
                .contains("has the port 99999; give one from 1 to 65535");
    }
}
