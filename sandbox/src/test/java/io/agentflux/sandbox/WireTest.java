package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final String TOKEN = DemoExperiment.TOKEN;
    private static final String VARIANT = "/api/arena/variant";
    private static final String CONFIG = "/api/arena/variant/config";
    private static final String UPDATE = "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"\"}";

    private static final Cause CAUSE = new Cause("tester", "to try it");

    private final TestArena arena = new TestArena();
    private final RawConnection connection = arena.connect();

    @AfterEach
    void stop() {
        connection.close();
        arena.close();
    }

    private Answer call(String method, String path, String body) {
        return connection.call(method, path, TOKEN, body);
    }

    private void assertAlive() {
        assertThat(call("GET", VARIANT, "").status()).isEqualTo(200);
    }

    private static void assertFailure(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.body()).startsWith("{\"success\":false,\"error\":\"").endsWith("\"}");
    }

    @Test
    @DisplayName("the variant is answered with all its members, whole numbers without a fraction, in the envelope")
    void shapeOfVariant() {
        Answer answer = call("GET", VARIANT, "");

        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("content-encoding")
                .doesNotContainKey("transfer-encoding");
        assertThat(answer.body())
                .isEqualTo("{\"success\":true,\"data\":{\"variantId\":\""
                        + arena.treatment().id() + "\",\"variantName\":\"Treatment-A\",\"experimentId\":\""
                        + arena.experiment.spec().id()
                        + "\",\"experimentName\":\"Demo Sandbox Experiment\",\"experimentStatus\":\"RUNNING\","
                        + "\"mode\":\"AGENT\",\"isControl\":false,\"currentConfig\":{\"scanXp\":10,\"feedbackXp\":15,"
                        + "\"issueReportXp\":25,\"statusReportXp\":20,\"photoXp\":10,\"firstScanOfDayXp\":15,"
                        + "\"streakBonusPerDay\":5,\"streakBonusCap\":50,\"scanDailyCap\":20,\"feedbackDailyCap\":10},"
                        + "\"lastConfigUpdate\":null,\"updateIntervalMin\":1,\"deltaLimitPct\":50}}");
    }

    @Test
    @DisplayName("two requests on one connection, written at once, are answered in order")
    void pipelining() {
        String request = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(connection.send(request + request.replace("live", "nothing")).status())
                .isEqualTo(200);
        assertFailure(connection.send(""), 404);
        assertAlive();
    }

    @Test
    @DisplayName("a request that is the last on its connection is answered after those before it, and nothing after it")
    void lastRequest() throws IOException {
        // worked out on another thread, so that what comes next is looked at before
        String request = "GET /api/arena/scoreboard HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n";

        Answer first = connection.send(request + "\r\n" + request + "Connection: close\r\n\r\n" + request + "\r\n");
        Answer last = connection.read();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers()).doesNotContainKey("connection");
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.headers()).containsEntry("connection", "close");
        assertThat(connection.isEndedInOrder()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET / HTTP/3.0\r\n\r\n", "GET /%s HTTP/1.1\r\n\r\n"})
    @DisplayName("what is refused is answered after the request that was sent before it")
    void refusesInOrder(String refused) throws IOException {
        // worked out on another thread, so that what comes next is looked at before
        String request = "GET /api/arena/scoreboard HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n";

        Answer first = connection.send(request + refused.formatted("x".repeat(5_000)));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("variants");
        assertThat(connection.read().status()).isIn(400, 414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{}",
                "{\"economyOverrides\":null}",
                "{\"economyOverrides\":{}}",
                "{\"economyOverrides\":[1]}",
                "{\"economyOverrides\":{\"scanXp\":\"12\"}}",
                "{\"economyOverrides\":{\"scanXp\":NaN}}",
                "{\"economyOverrides\":{\"scanXp\":Infinity}}",
                "{\"economyOverrides\":{\"scanXp\":-1}}",
                "{\"economyOverrides\":{\"scanXp\":true}}",
                "{\"economyOverrides\":{\"scanXp\":1e999}}",
                "{\"economyOverrides\":{\"scanXp\":12}",
                "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":5}",
            })
    @DisplayName("a body that is no update is answered by 400, and the connection serves on")
    void malformedUpdates(String body) {
        assertFailure(call("PUT", CONFIG, body), 400);
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "page=",
                "page=%D9%A3",
                "page=%2B1",
                "pageSize=0",
                "pageSize=1001",
                "page=1&page=2",
                "page=1;pageSize=2",
                "page=%zz"
            })
    @DisplayName("a page that cannot be is answered by 400, and the connection serves on")
    void malformedPages(String query) {
        assertFailure(call("GET", "/api/arena/decisions?" + query, ""), 400);
        assertAlive();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /api/arena, 404",
        "GET, /api/arena/variant/, 404",
        "GET, //api/arena/variant, 404",
        "DELETE, /api/arena/webhooks/wh_none, 404",
        "DELETE, /api/arena/webhooks/, 404",
        "POST, /api/arena/variant, 405",
        "PATCH, /api/arena/variant/config, 405",
        "POST, /health/live, 405",
    })
    @DisplayName("unknown paths and methods are answered in the envelope, never by a redirect")
    void unknownOnes(String method, String path, int status) {
        Answer answer = call(method, path, "");

        assertFailure(answer, status);
        assertThat(answer.headers().containsKey("allow")).isEqualTo(status == 405);
        assertAlive();
    }

    @Test
    @DisplayName("HEAD is answered as GET without the body, and the connection serves on")
    void head() {
        String request = "HEAD " + VARIANT + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n";
        int length = call("GET", VARIANT, "").body().length();

        Answer head = connection.sendHead(request);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers())
                .containsEntry("content-length", Integer.toString(length))
                .doesNotContainKey("transfer-encoding");
        assertFailure(call("GET", "/api/nothing", ""), 404);
        assertThat(call("POST", VARIANT, "").headers()).containsEntry("allow", "GET, HEAD");
    }

    @Test
    @DisplayName("a target written as a whole URL means its path")
    void absoluteForm() {
        assertThat(call("GET", "http://arena.example:7860" + VARIANT + "?a=b", "")
                        .status())
                .isEqualTo(200);
        assertFailure(call("GET", "http://arena.example", ""), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            })
    @DisplayName("a compressed body is answered by 415")
    void compressed(String rest) {
        assertFailure(
                connection.send(
                        "PUT " + CONFIG + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n" + rest),
                415);
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "strat_other", "strat_demo_loca", "strat_demo_local2", "strat_your_token_here"})
    @DisplayName("without the right token there is 401")
    void unauthorized(String token) {
        Answer answer = connection.call("GET", VARIANT, token, "");

        assertFailure(answer, 401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
        assertAlive();
    }

    @Test
    @DisplayName("a body above 64 KiB is answered by 413, one of 64 KiB is read")
    void oversized() {
        String filler = "x".repeat(64 * 1024 - UPDATE.length());

        assertThat(call("PUT", CONFIG, UPDATE.replace("\"\"}", "\"" + filler + "\"}"))
                        .status())
                .isEqualTo(200);
        Answer refused = call("PUT", CONFIG, UPDATE.replace("\"\"}", "\"" + filler + "x\"}"));

        assertFailure(refused, 413);
        assertThat(refused.headers()).containsEntry("connection", "close");
        assertThat(connection.isClosedByServer()).isTrue();
    }

    @Test
    @DisplayName("whoever asks whether to send a body that is too long is told not to")
    void oversizedAndAwaited() {
        Answer refused = connection.send("PUT " + CONFIG + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Length: 65537\r\nExpect: 100-continue\r\n\r\n");

        assertFailure(refused, 413);
        assertThat(connection.isClosedByServer()).isTrue();
    }

    @Test
    @DisplayName("what is not HTTP, and headers without end, are refused in the envelope, and the connection closed")
    void notHttp() {
        assertFailure(connection.send("what is this\r\n\r\n"), 400);
        assertThat(connection.isClosedByServer()).isTrue();
        try (RawConnection other = arena.connect()) {
            assertFailure(other.send("GET / HTTP/1.1\r\nHost: a\r\nX-Filler: " + "x".repeat(20_000) + "\r\n\r\n"), 431);
            assertThat(other.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, 415",
        "text/plain, 415",
        "application/json, 200",
        "Application/JSON ; charset=utf-8, 200",
        "'', 200"
    })
    @DisplayName("a body that says it is something else than JSON is answered by 415")
    void mediaTypes(String type, int status) {
        Answer answer = connection.send("PUT " + CONFIG + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: "
                + UPDATE.length() + "\r\n\r\n" + UPDATE);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"success\":" + (status == 200));
        assertAlive();
    }

    @Test
    @DisplayName("an accepted update sent again within 40 seconds is judged once, later anew")
    void repeatedBody() {
        String first = call("PUT", CONFIG, UPDATE).body();
        arena.pass(Duration.ofSeconds(15 + 1));
        String secondTry = call("PUT", CONFIG, UPDATE).body();
        arena.pass(Duration.ofSeconds(15 + 2));
        String thirdTry = call("PUT", CONFIG, UPDATE).body();
        arena.pass(Duration.ofMillis(6_999));
        String repeated = call("PUT", CONFIG, UPDATE).body();
        arena.pass(Duration.ofMillis(1));
        String later = call("PUT", CONFIG, UPDATE).body();

        assertThat(first).contains("\"accepted\":true");
        assertThat(List.of(secondTry, thirdTry, repeated)).allMatch(first::equals);
        assertThat(later).contains("\"rejectionReason\":\"RATE_LIMITED\"");
        assertThat(call("GET", "/api/arena/decisions", "").body()).contains("\"total\":2");
        assertThat(arena.handle.statistics().accepted()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "an update sent again is judged anew if it was refused, and if more than the update interval is in its way")
    void repeatedBodyUnderOtherCircumstances() {
        TestArena.get(arena.experiment.freeze(null, null, CAUSE).thenReturn(true));
        String frozen = call("PUT", CONFIG, UPDATE).body();
        TestArena.get(arena.experiment.release(null, CAUSE).thenReturn(true));
        String accepted = call("PUT", CONFIG, UPDATE).body();
        TestArena.get(arena.experiment.moveTo(ExperimentStatus.PAUSED, CAUSE));
        String paused = call("PUT", CONFIG, UPDATE).body();
        TestArena.get(arena.experiment.moveTo(ExperimentStatus.RUNNING, CAUSE));
        String tooEarly = call("PUT", CONFIG, UPDATE).body();

        assertThat(frozen).contains("\"rejectionReason\":\"CIRCUIT_BREAKER_ACTIVE\"");
        assertThat(accepted).contains("\"accepted\":true");
        assertThat(paused).contains("\"rejectionReason\":\"EXPERIMENT_NOT_RUNNING\"");
        assertThat(tooEarly).contains("\"rejectionReason\":\"RATE_LIMITED\"");
        assertThat(call("GET", "/api/arena/decisions", "").body()).contains("\"total\":4");
    }

    @Test
    @DisplayName("an idempotency key decides what is one update: not the body, and not for another token")
    void idempotencyKey() {
        String first = keyed(TOKEN, "k1", UPDATE);
        arena.pass(Duration.ofSeconds(60));

        assertThat(keyed(TOKEN, "k1", UPDATE)).isEqualTo(first);
        assertThat(keyed(arena.controlToken, "k1", UPDATE)).contains("CONTROL_VARIANT_IMMUTABLE");
        assertThat(keyed(TOKEN, "k2", UPDATE)).contains("\"accepted\":true").isNotEqualTo(first);
        assertFailure(connection.send(keyedRequest(TOKEN, "k".repeat(256), UPDATE)), 400);
    }

    @Test
    @DisplayName("a key that comes again with another change is refused, not answered as the first")
    void reusedIdempotencyKey() {
        String first = keyed(TOKEN, "k1", UPDATE);
        String other = UPDATE.replace("12", "13");

        assertThat(other).isNotEqualTo(UPDATE);
        assertFailure(connection.send(keyedRequest(TOKEN, "k1", other)), 422);
        assertThat(keyed(TOKEN, "k1", UPDATE)).isEqualTo(first);
    }

    private String keyed(String token, String key, String body) {
        return connection.send(keyedRequest(token, key, body)).body();
    }

    private static String keyedRequest(String token, String key, String body) {
        return "PUT " + CONFIG + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\nIdempotency-Key: "
                + key + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    @DisplayName("heartbeats are answered by an object, never by null")
    void smallAnswers() {
        assertThat(call("POST", "/api/arena/heartbeat", "{\"requestedPollInterval\":60}")
                        .body())
                .isEqualTo("{\"success\":true,\"data\":{}}");
        assertFailure(call("POST", "/api/arena/heartbeat", ""), 400);
        assertAlive();
    }
}
