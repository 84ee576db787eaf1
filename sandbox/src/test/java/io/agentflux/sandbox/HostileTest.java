package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may send that means no good. */
class HostileTest {

    private static final TestArena ARENA = new TestArena();
    private static final String CONFIG = "/api/arena/variant/config";
    private static final String AUTHORIZED = "Host: a\r\nAuthorization: Bearer " + DemoExperiment.TOKEN + "\r\n";
    private static final String UPDATE = "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"\"}";
    private static final String GET = "GET /api/arena/variant HTTP/1.1\r\n" + AUTHORIZED;
    private static final String PUT = "PUT " + CONFIG + " HTTP/1.1\r\n" + AUTHORIZED;
    private static final String CHUNKED = PUT + "Transfer-Encoding: chunked\r\n\r\n";

    @AfterAll
    static void stop() {
        ARENA.close();
    }

    private static Answer answer(byte[] request) {
        try (RawConnection connection = ARENA.connect()) {
            return connection.send(request);
        }
    }

    private static void assertAlive() {
        assertThat(answer((GET + "\r\n").getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(200);
    }

    private static Arguments head(String what, int status, String request) {
        return Arguments.of(what, status, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arguments body(String what, int status, String latin1) {
        return head(what, status, PUT + "Content-Length: " + latin1.length() + "\r\n\r\n" + latin1);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                body("bytes that are not UTF-8", 400, UPDATE.replace("\"\"", "\"\u00ff\u00fe\"")),
                body("an overlong encoding of a slash", 400, UPDATE.replace("\"\"", "\"\u00c0\u00af\"")),
                body("half of a surrogate pair", 400, UPDATE.replace("\"\"", "\"\\ud800\"")),
                body("100 nested arrays", 400, UPDATE.replace("\"\"", "[".repeat(100) + "]".repeat(100))),
                body("30,000 nested arrays", 400, "[".repeat(30_000)),
                body("30,000 nested objects", 400, "{\"a\":".repeat(10_000)),
                body("a member twice", 400, "{\"economyOverrides\":{\"scanXp\":1,\"scanXp\":2}}"),
                body("a number beyond a double", 400, UPDATE.replace("12", "1e999")),
                body("a number of 1,000 digits", 400, UPDATE.replace("12", "1".repeat(1_000))),
                body("a number that is nearly zero", 200, UPDATE.replace("12", "1e-999999999999")),
                body("not a number", 400, UPDATE.replace("12", "NaN")),
                body("negative infinity", 400, UPDATE.replace("12", "-Infinity")),
                body("a name of 10,000 characters", 400, UPDATE.replace("scanXp", "x".repeat(10_000))),
                body("two documents", 400, UPDATE + UPDATE),
                body("a comment", 400, "/* */" + UPDATE),
                body("NUL bytes", 400, "\0".repeat(1_000)),
                body("a compressed body", 400, "\u001f\u008b\b\0\0\0\0\0"));
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                head("a request line of 8 KiB", 414, "GET /" + "x".repeat(8_192) + " HTTP/1.1\r\n\r\n"),
                head("one header of 20 KiB", 431, GET + "X: " + "x".repeat(20_000) + "\r\n\r\n"),
                head("5,000 headers", 431, GET + "X: y\r\n".repeat(5_000) + "\r\n"),
                head("a length that is no number", 400, PUT + "Content-Length: many\r\n\r\n"),
                head("a negative length", 400, PUT + "Content-Length: -1\r\n\r\n"),
                head("two different lengths", 400, PUT + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
                head("an immense length", 413, PUT + "Content-Length: 99999999999\r\n\r\n{"),
                head("a header without a name", 400, GET + ": x\r\n\r\n"),
                head("a blank before the colon", 400, GET + "X : y\r\n\r\n"),
                head("a NUL in a header", 400, GET + "X: a\0b\r\n\r\n"),
                head("a NUL in the path", 404, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
                head("an unknown version", 400, "GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
                head("the beginning of HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                head("a handshake of TLS", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                head("a method of its own", 405, GET.replace("GET", "STEAL") + "\r\n"),
                head(
                        "a request to a proxy",
                        401,
                        "GET http://example.org/api/arena/variant HTTP/1.1\r\nHost: example.org\r\n\r\n"),
                head("a path with dots", 404, "GET /api/arena/../arena/variant HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    static Stream<Arguments> chunks() {
        String update = Integer.toHexString(UPDATE.length()) + "\r\n" + UPDATE + "\r\n";
        return Stream.of(
                head("an honest chunk", 200, CHUNKED + update + "0\r\n\r\n"),
                head("a size that is no number", 400, CHUNKED + "zz\r\n" + UPDATE + "\r\n0\r\n\r\n"),
                head("a negative size", 400, CHUNKED + "-1\r\n" + UPDATE + "\r\n0\r\n\r\n"),
                head("a size beyond 64 bits", 400, CHUNKED + "fffffffffffffffff\r\n" + UPDATE),
                head("an extension of 20 KiB", 400, CHUNKED + "1;" + "x".repeat(20_000) + "\r\n{\r\n0\r\n\r\n"),
                head("5,000 trailers", 431, CHUNKED + update + "0\r\n" + "X: y\r\n".repeat(5_000) + "\r\n"),
                head(
                        "chunks of 100 KiB",
                        413,
                        CHUNKED + ("400\r\n" + " ".repeat(1024) + "\r\n").repeat(100) + "0\r\n\r\n"),
                head("20,000 chunks of one byte", 400, CHUNKED + "1\r\n \r\n".repeat(20_000) + "0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"bodies", "heads", "chunks"})
    @DisplayName("is refused in words by a status that says whose fault it is, and the server serves on:")
    void isRefused(String what, int status, byte[] request) {
        Answer answer = answer(request);

        assertThat(answer.status()).isEqualTo(status);
        if (status != 200) {
            assertThat(answer.body())
                    .startsWith("{\"success\":false,\"error\":\"")
                    .endsWith("\"}");
        }
        assertAlive();
    }

    @Test
    @DisplayName("a request hidden in the body of another, by giving it two lengths, is never answered")
    void hidesNoRequest() throws IOException {
        String hidden = "GET /api/arena/signals HTTP/1.1\r\n" + AUTHORIZED + "\r\n";
        try (RawConnection connection = ARENA.connect()) {
            Answer first = connection.send(PUT + "Content-Length: " + (5 + hidden.length())
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);

            assertThat(first.status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
        assertAlive();
    }
}
