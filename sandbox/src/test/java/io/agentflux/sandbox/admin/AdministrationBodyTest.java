package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationBodyTest {

    private static final String FREEZE = ONE + "/freeze";
    private static final String ECONOMY = "/api/admin/tenants/school/economy";

    @AutoClose
    private static AdministeredSandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = new AdministeredSandbox();
        sandbox.create();
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
        Answer answer = sandbox.call(method, path, "null");

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
        Answer answer = sandbox.call(method, path, body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("of another kind than expected");
    }

    @ParameterizedTest
    @DisplayName("a number that does not fit is told as it was sent")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'scanXp': -1} | scanXp is -1; give a number from 0 to 1000000.",
                "{'scanXp': 10000000} | scanXp is 10000000; give a number from 0 to 1000000.",
                "{'scanXp': -0.5} | scanXp is -0.5; give a number from 0 to 1000000.",
                "{'scanXp': null} | scanXp is null; give a number from 0 to 1000000."
            })
    void tellsNumbers(String body, String error) {
        assertThat(sandbox.call("PUT", ECONOMY, body.replace('\'', '"')).body()).contains(error);
    }

    @Test
    @DisplayName("a number too large for what it says is not taken for broken JSON")
    void refusesTooLarge() {
        Answer answer = sandbox.call(
                "POST", "/api/admin/ingest-tokens", "{\"tenant\": \"school\", \"validDays\": 99999999999}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("The body holds a number that is too large here");
    }

    @Test
    @DisplayName("a member that is given twice has no meaning")
    void refusesDuplicates() {
        assertThat(sandbox.call("PUT", ECONOMY, "{\"scanXp\": 12, \"scanXp\": 13}")
                        .status())
                .isEqualTo(400);
        assertThat(sandbox.get(ECONOMY).body()).contains("{}");
    }

    @Test
    @DisplayName("bytes that are no text are refused, not replaced")
    void refusesWhatIsNotUtf8() {
        byte[] body = {'{', '"', 'r', 'e', 'a', 's', 'o', 'n', '"', ':', '"', (byte) 0xff, '"', '}'};
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + FREEZE + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + AdministeredSandbox.ADMINISTRATOR + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);

        Answer answer = sandbox.connection().send(request.toByteArray());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("not UTF-8");
    }

    @ParameterizedTest
    @DisplayName("a freeze cannot end before it begins, nor at no time that anybody can read")
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "tomorrow", "2026-12-01"})
    void refusesImpossibleEnds(String until) {
        Answer answer = sandbox.call("POST", FREEZE, "{\"until\": \"" + until + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("until is ");
        assertThat(sandbox.get(ONE).body()).contains("\"freeze\":null,\"sample\"");
    }

    @Test
    @DisplayName("a freeze may end at an instant of any offset, or none be told")
    void freezesUntil() {
        assertThat(sandbox.call("POST", FREEZE, "{\"until\": \"2999-01-01T02:00:00+02:00\"}")
                        .body())
                .contains("2999-01-01T00:00:00Z");
        assertThat(sandbox.call("POST", FREEZE, "{\"until\": null, \"by\": \"Ada\"}")
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.post(ONE + "/release").status()).isEqualTo(200);
    }
}
