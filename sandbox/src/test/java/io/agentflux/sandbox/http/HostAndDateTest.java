package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.time.SimulatedScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

class HostAndDateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-03-01T09:08:07.654Z");
    private static final String DATE = "Sun, 01 Mar 2026 09:08:07 GMT";
    private static final String GET = "GET /here HTTP/1.1\r\n";

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final DisposableServer server = Objects.requireNonNull(new RequestHandler(
                    List.of(
                            Route.get("/here", Access.OPEN, call -> Mono.just(Reply.empty())),
                            Route.post("/here", Access.OPEN, call -> Mono.just(Reply.empty())),
                            Route.get(
                                    "/events",
                                    Access.OPEN,
                                    call -> Mono.just(
                                            Reply.events(Flux.just("data: 1\n\n".getBytes(StandardCharsets.UTF_8))))),
                            Route.get("/broken", Access.OPEN, call -> Mono.error(new AssertionError("a defect")))),
                    new GrantedTokens(Map.of(), null),
                    new Counters(new SimpleMeterRegistry()),
                    ServerLimits.ofDefaults(),
                    clock,
                    request -> {})
            .server(ServerSettings.ofDefaults())
            .bind()
            .block(PATIENCE));
    private final RawConnection connection = new RawConnection(server.port());

    @AfterEach
    void stop() {
        connection.close();
        server.disposeNow(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: a\r\n",
                "Host: a\r\nX: y\r\nhost: b\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: a@b\r\n",
                "Host: ?\r\n",
                "Host: a:\r\n",
                "Host: a:b\r\n",
                "Host: a:80:80\r\n",
                "Host: a:65536\r\n",
                "Host: a:99999999999999\r\n",
                "Host: [::1\r\n",
                "Host: [::1]80\r\n",
                "Host: [a/b]\r\n",
                "Host: \u00e4\r\n",
            })
    @DisplayName(
            "a request without a host, with several, or with none that can be is refused in the envelope, and others are served")
    void refusedHosts(String header) {
        Answer refused = connection.send(GET + header + "\r\n");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).containsEntry("content-type", "application/json");
        assertThat(refused.body())
                .startsWith("{\"success\":false,\"error\":\"The request does not say its host; send one Host header");
        assertThat(connection.send(GET + "Host: a\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "arena.example",
                "arena.example:7860",
                "127.0.0.1:65535",
                "[::1]",
                "[fe80::1:2]:80",
                "a_b-c~d%20"
            })
    @DisplayName("a request with one host is served, whatever it is called")
    void servedHosts(String host) {
        assertThat(connection.send(GET + "Host: " + host + "\r\n\r\n").status()).isEqualTo(200);
        assertThat(connection.send(GET + "hOST:" + host + "\r\n\r\n").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("refusals keep the order of requests that were sent at once, also with a body")
    void orderOfRefusals() throws IOException {
        String post = "POST /here HTTP/1.1\r\nContent-Length: 2\r\n";

        assertThat(connection
                        .send(GET + "Host: a\r\n\r\n" + GET + "\r\n" + post + "\r\n{}" + post + "Host: a\r\n\r\n{}")
                        .status())
                .isEqualTo(200);
        assertThat(connection.read().status()).isEqualTo(400);
        assertThat(connection.read().status()).isEqualTo(400);
        assertThat(connection.read().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("HTTP/1.0 needs no host, but has at most one")
    void olderHttp() throws IOException {
        assertThat(exchange("GET /here HTTP/1.0\r\n\r\n")).contains(" 200 ", "\r\ndate: " + DATE + "\r\n");
        assertThat(exchange("GET /here HTTP/1.0\r\nHost: a\r\n\r\n")).contains(" 200 ");
        assertThat(exchange("GET /here HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"))
                .contains(" 400 ", "\r\ndate: " + DATE + "\r\n");
    }

    @Test
    @DisplayName("HTTP/1.0 knows no chunks: a stream ends with the connection, whatever was asked of that")
    void olderStream() throws IOException {
        for (String header : List.of("", "Connection: keep-alive\r\n")) {
            assertThat(exchange("GET /events HTTP/1.0\r\n" + header + "\r\n"))
                    .contains(" 200 ")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\ndata: 1\n\n");
            assertThat(exchange("HEAD /events HTTP/1.0\r\n" + header + "\r\n"))
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\n");
        }
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET + "Host: a\r\n\r\n",
                GET + "\r\n",
                "GET /events HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
                "DELETE /here HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /broken HTTP/1.1\r\nHost: a\r\n\r\n",
                "no HTTP\r\n\r\n",
            })
    @DisplayName("every answer says when it was made")
    void dated(String request) {
        assertThat(connection.send(request).headers()).containsEntry("date", DATE);
    }

    @Test
    @DisplayName("the date goes with the clock, and an interim answer has none")
    void goesOn() throws IOException {
        clock.advanceTo(Instant.parse("2026-03-31T23:59:59.999Z"));
        assertThat(connection.sendHead("HEAD /here HTTP/1.1\r\nHost: a\r\n\r\n").headers())
                .containsEntry("date", "Tue, 31 Mar 2026 23:59:59 GMT");
        clock.advanceTo(Instant.parse("2026-04-01T00:00:00Z"));
        Answer interim = connection.sendHead(
                "POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        connection.write("{}".getBytes(StandardCharsets.US_ASCII));

        assertThat(interim.status()).isEqualTo(100);
        assertThat(interim.headers()).isEmpty();
        assertThat(connection.read().headers()).containsEntry("date", "Wed, 01 Apr 2026 00:00:00 GMT");
    }
}
