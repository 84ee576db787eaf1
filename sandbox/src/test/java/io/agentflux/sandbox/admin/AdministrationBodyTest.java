package io.agentflux.sandbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.SandboxHandle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationBodyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String ONE = "/api/admin/experiments/exp_one";
    private static final String FREEZE = ONE + "/freeze";
    private static final String ECONOMY = "/api/admin/tenants/school/economy";

    private static SandboxHandle sandbox;
    private static RawConnection connection;

    @BeforeAll
    static void start() {
        sandbox = AdministrationTest.started();
        connection = new RawConnection(sandbox.port());
        call("POST", "/api/admin/experiments", "exp_one");
    }

    @AfterAll
    static void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private static Answer call(String method, String path, String body) {
        return connection.call(method, path, AdministrationTest.ADMINISTRATOR, body);
    }

    @ParameterizedTest
    @DisplayName("a body that is null is refused wherever a body is read")
    @CsvSource({
        "POST, " + FREEZE,
        "POST, " + ONE + "/release",
        "POST, " + ONE + "/launch",
        "POST, " + ONE + "/variants/var_agent/revert",
        "POST, " + ONE + "/variants/var_agent/tokens",
        "POST, /api/admin/ingest-tokens",
        "PUT, " + ECONOMY
    })
    void refusesNull(String method, String path) {
        Answer answer = call(method, path, "null");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("The body is null; send a JSON object.");
    }

    @ParameterizedTest
    @DisplayName("a value of another kind is not taken for what it might mean")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/admin/ingest-tokens | {'tenant': 'school', 'validDays': '3'}",
                "POST | /api/admin/ingest-tokens | {'tenant': 'school', 'validDays': 1.5}",
                "POST | /api/admin/ingest-tokens | {'tenant': 'school', 'validDays': ''}",
                "POST | /api/admin/ingest-tokens | {'tenant': 7}",
                "POST | /api/admin/ingest-tokens | {'tenant': true}",
                "PUT | " + ECONOMY + " | {'scanXp': '12'}",
                "PUT | " + ECONOMY + " | {'scanXp': ''}",
                "POST | " + FREEZE + " | {'reason': 5}",
                "POST | " + FREEZE + " | {'until': 1795737600}",
                "POST | " + FREEZE + " | {'by': 1.5}"
            })
    void takesNothingForAnotherKind(String method, String path, String body) {
        Answer answer = call(method, path, body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("of another kind than expected");
    }

    @Test
    @DisplayName("a member that is given twice has no meaning")
    void refusesDuplicates() {
        assertThat(call("PUT", ECONOMY, "{\"scanXp\": 12, \"scanXp\": 13}").status())
                .isEqualTo(400);
        assertThat(call("GET", ECONOMY, "").body()).contains("{}");
    }

    @Test
    @DisplayName("bytes that are no text are refused, not replaced")
    void refusesWhatIsNotUtf8() {
        byte[] body = {'{', '"', 'r', 'e', 'a', 's', 'o', 'n', '"', ':', '"', (byte) 0xff, '"', '}'};
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + FREEZE + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + AdministrationTest.ADMINISTRATOR + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);

        Answer answer = connection.send(request.toByteArray());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("not UTF-8");
    }

    @ParameterizedTest
    @DisplayName("a freeze cannot end before it begins, nor at no time that anybody can read")
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "tomorrow", "2026-12-01"})
    void refusesImpossibleEnds(String until) {
        Answer answer = call("POST", FREEZE, "{\"until\": \"" + until + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("until is ");
        assertThat(call("GET", ONE, "").body()).contains("\"freeze\":null,\"sample\"");
    }

    @Test
    @DisplayName("a freeze may end at an instant of any offset, or none be told")
    void freezesUntil() {
        assertThat(call("POST", FREEZE, "{\"until\": \"2999-01-01T02:00:00+02:00\"}")
                        .body())
                .contains("2999-01-01T00:00:00Z");
        assertThat(call("POST", FREEZE, "{\"until\": null, \"by\": \"Ada\"}").status())
                .isEqualTo(200);
        assertThat(call("POST", ONE + "/release", "").status()).isEqualTo(200);
    }
}
