package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.time.SimulatedScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

class ServerLimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String AUTHORIZED = " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer strat_a\r\n";
    private static final int LARGE = 32 << 20;

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.EPOCH);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DisposableServer server;

    private RawConnection connect(ServerLimits limits) {
        if (server == null) {
            Grant grant = new Grant("token-1", "exp_1", "var_1", new NoArena());
            server = Objects.requireNonNull(new RequestHandler(
                            List.of(
                                    Route.get("/", Access.AGENT, call -> Mono.just(Reply.empty())),
                                    Route.get("/open", Access.OPEN, call -> Mono.just(Reply.empty())),
                                    Route.put("/", Access.AGENT, call -> Mono.just(Reply.empty())),
                                    Route.get(
                                            "/large",
                                            Access.AGENT,
                                            call -> Mono.just(Reply.of(200, "text/plain", new byte[LARGE])))),
                            new GrantedTokens(
                                    Map.of(
                                            Token.of("strat_a"),
                                            grant,
                                            Token.of("strat_b"),
                                            new Grant("token-2", "exp_1", "var_2", new NoArena())),
                                    null),
                            new Counters(meters),
                            limits,
                            clock,
                            request -> {})
                    .server(ServerSettings.ofDefaults())
                    .bind()
                    .block(PATIENCE));
        }
        return new RawConnection(server.port());
    }

    @AfterEach
    void stop() {
        server.disposeNow(PATIENCE);
    }

    private static ServerLimits impatient(Duration header, Duration body, Duration idle) {
        return new ServerLimits(100, 0, 0, header, body, idle, LONG);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends one byte after the other, with pauses, until the server has enough of it. */
    private static Answer trickle(RawConnection connection, String request) throws Exception {
        for (byte next : bytes(request)) {
            try {
                connection.write(new byte[] {next});
            } catch (IOException closedMeanwhile) {
                break;
            }
            Thread.sleep(20);
        }
        return connection.read();
    }

    @Test
    @DisplayName("whoever trickles the head of a request is cut off, in the middle of a line too")
    void slowHead() throws Exception {
        ServerLimits limits = impatient(SHORT, LONG, LONG);
        try (RawConnection connection = connect(limits);
                RawConnection second = connect(limits)) {
            Answer answer = trickle(connection, "GET /" + AUTHORIZED);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("did not arrive in time");
            assertThat(connection.isClosedByServer()).isTrue();
            assertThat(meters.get(SandboxMeters.REQUESTS.getName())
                            .tags("route", "none", "method", "none", "status", "408")
                            .timer()
                            .count())
                    .isEqualTo(1);

            assertThat(second.send("GET /" + AUTHORIZED + "\r\n").status()).isEqualTo(200);
            Thread.sleep(2 * SHORT.toMillis());
            assertThat(second.send("PUT /" + AUTHORIZED + "Content-Length: 2\r\n\r\n{}")
                            .status())
                    .isEqualTo(200);
            Thread.sleep(2 * SHORT.toMillis());
            assertThat(second.send("GET /" + AUTHORIZED + "\r\n").status()).isEqualTo(200);
            assertThat(trickle(second, "\r\n".repeat(40)).status()).isEqualTo(408);
        }
    }

    @Test
    @DisplayName("whoever does not complete a body is told so")
    void slowBody() throws Exception {
        try (RawConnection connection = connect(impatient(LONG, SHORT, LONG))) {
            connection.write(bytes("PUT /" + AUTHORIZED + "Content-Length: 10\r\n\r\n12345"));

            assertThat(connection.read().status()).isEqualTo(408);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    @DisplayName("whoever sends nothing is cut off")
    void silence() {
        try (RawConnection silent = connect(impatient(LONG, LONG, SHORT))) {
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }

    @Test
    @DisplayName("whoever reads nothing of a large reply is cut off; whoever reads slowly is not")
    void slowReader() throws Exception {
        ServerLimits limits = ServerLimits.ofDefaults();
        try (RawConnection still = connect(limits);
                RawConnection slow = connect(limits)) {
            // the head has come, so the rest is on its way
            assertThat(still.sendHead("GET /large" + AUTHORIZED + "\r\n").status())
                    .isEqualTo(200);
            slow.write(bytes("GET /large" + AUTHORIZED + "Connection: close\r\n\r\n"));

            assertThat(slow.readToEnd(1 << 20, Duration.ofMillis(10))).isGreaterThan(LARGE);
            clock.advanceTo(Instant.EPOCH.plus(limits.stallTime()));
            assertThat(still.readToEnd(1 << 20, Duration.ZERO)).isLessThan(LARGE);
        }
    }

    @Test
    @DisplayName("whoever sends requests without reading the replies is read from no more")
    void neverReads() throws Exception {
        byte[] requests = bytes(("GET /" + AUTHORIZED + "\r\n").repeat(50));
        connect(ServerLimits.ofDefaults()).close();
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
            channel.configureBlocking(false);
            long written = 0;
            int idle = 0;
            while (idle < 20 && written < 40L << 20) {
                int now = channel.write(ByteBuffer.wrap(requests));
                written += now;
                idle = now > 0 ? 0 : idle + 1;
                Thread.sleep(now > 0 ? 1 : 50);
            }

            assertThat(written).isLessThan(40L << 20);
        }
    }

    @Test
    @DisplayName("connections beyond the limit are closed at once, and there is room again when others are")
    void tooManyConnections() {
        ServerLimits two = ServerLimits.ofDefaults().connections(2);
        try (RawConnection first = connect(two)) {
            assertThat(first.send("GET /" + AUTHORIZED + "\r\n").status()).isEqualTo(200);
            try (RawConnection second = connect(two)) {
                assertThat(second.send("GET /" + AUTHORIZED + "\r\n").status()).isEqualTo(200);
                try (RawConnection third = connect(two)) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
            }
            assertThat(first.send("GET /" + AUTHORIZED + "\r\n").status()).isEqualTo(200);
        }
        assertThatThrownBy(() -> two.connections(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> two.requestsPerSecond(-1)).hasMessageContaining("or 0 for any number");
    }

    @Test
    @DisplayName("a token that asks too often is told when to come back; other tokens and open paths are not concerned")
    void tooManyRequests() {
        ServerLimits three = ServerLimits.ofDefaults().requestsPerSecond(3);
        try (RawConnection connection = connect(three)) {
            String request = "GET /" + AUTHORIZED + "\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(request).status()).isEqualTo(200);
            }
            Answer refused = connection.send(request);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(connection.send(request.replace("strat_a", "strat_b")).status())
                    .isEqualTo(200);
            assertThat(connection.send("GET /open HTTP/1.1\r\nHost: a\r\n\r\n").status())
                    .isEqualTo(200);
            clock.advanceTo(Instant.EPOCH.plusMillis(334));
            assertThat(connection.send(request).status()).isEqualTo(200);
            assertThat(connection.send(request).status()).isEqualTo(429);
        }
    }
}
