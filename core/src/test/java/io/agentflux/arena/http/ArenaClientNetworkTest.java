package io.agentflux.arena.http;

import static io.agentflux.arena.http.HurriedClients.PATIENCE;
import static io.agentflux.arena.http.HurriedClients.UPDATE;
import static io.agentflux.arena.http.HurriedClients.failure;
import static io.agentflux.arena.http.HurriedClients.get;
import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaTransientException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.test.scheduler.VirtualTimeScheduler;

class ArenaClientNetworkTest {

    private final HurriedClients clients = new HurriedClients();

    /** Waits for what happens on other threads a moment later. */
    private static void await(BooleanSupplier condition) {
        Boolean reached = Flux.interval(Duration.ofMillis(2), Schedulers.parallel())
                .onBackpressureDrop()
                .map(tick -> condition.getAsBoolean())
                .any(met -> met)
                .block(PATIENCE);
        assertThat(reached).isTrue();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    @DisplayName("a refused connection is tried three times and is transient")
    void connectionRefused() throws Exception {
        try (ArenaClient client = clients.of("http://127.0.0.1:" + closedPort()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("GET /api/arena/signals")
                    .hasMessageContaining("refused");
            assertThat(clients.delays()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a connection that is reset in the middle of an answer is tried again")
    void resetInMidBody() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":" + RawServer.RESET;
        try (RawServer server = new RawServer(half, RawServer.ok("{\"enrolled\":4}"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(get(client.signals()).enrolled()).isEqualTo(4);
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a connection that keeps being closed in the middle of an answer is transient")
    void closedInMidBody() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":" + RawServer.CLOSE;
        try (RawServer server = new RawServer(half);
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals())).isExactlyInstanceOf(ArenaTransientException.class);
            assertThat(server.seen()).hasSize(3);
        }
    }

    @Test
    @DisplayName("an update whose connection is closed after it was read is sent exactly once if retries are off")
    void sendsUpdateOnce() {
        try (RawServer server = new RawServer(RawServer.CLOSE);
                ArenaClient client =
                        clients.of(server.url()).maxUpdateRetries(0).build()) {
            assertThat(failure(client.submit(UPDATE))).isExactlyInstanceOf(ArenaTransientException.class);
            assertThat(server.seen()).hasSize(1);
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "an update whose connection is reset on a kept-alive connection is sent exactly once if retries are off")
    void sendsUpdateOnceOnKeptConnection() {
        try (RawServer server = new RawServer(RawServer.ok("{}"), RawServer.RESET);
                ArenaClient client =
                        clients.of(server.url()).maxUpdateRetries(0).build()) {
            get(client.signals());
            assertThat(failure(client.submit(UPDATE))).isExactlyInstanceOf(ArenaTransientException.class);
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    @DisplayName("an update is sent again only after the delay has passed on the injected scheduler")
    void waitsOnInjectedScheduler() {
        VirtualTimeScheduler virtual = VirtualTimeScheduler.create();
        try (RawServer server = new RawServer(RawServer.CLOSE, RawServer.ok("{}"));
                ArenaClient client = clients.of(server.url()).scheduler(virtual).build()) {
            Mono<String> submitted = client.submit(UPDATE).thenReturn("done").cache();
            submitted.subscribe();
            await(() -> server.seen().size() == 1 && client.connectionUse().active() == 0);

            virtual.advanceTimeBy(Duration.ofMillis(999));
            assertThat(server.seen()).hasSize(1);

            await(() -> {
                virtual.advanceTimeBy(Duration.ofMillis(1));
                return server.seen().size() == 2;
            });
            assertThat(get(submitted)).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("a kept connection that the server closed in the meantime costs an attempt at most")
    void staleConnection() {
        try (RawServer server = new RawServer(
                        RawServer.ok("{\"enrolled\":1}"), RawServer.RESET, RawServer.ok("{\"enrolled\":2}"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(get(client.signals()).enrolled()).isEqualTo(1);
            assertThat(get(client.signals()).enrolled()).isEqualTo(2);
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a connection that the server closed after answering is not used again")
    void serverClosesAfterAnswer() {
        try (RawServer server = new RawServer(RawServer.ok("{\"enrolled\":1}") + RawServer.CLOSE);
                ArenaClient client = clients.of(server.url()).build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(client.signals()).enrolled()).isEqualTo(1);
            }
            assertThat(server.connectionCount()).isEqualTo(5);
        }
    }

    @Test
    @DisplayName("an unused connection is given up after a while")
    void evictsIdleConnections() {
        try (ScriptedServer server = ScriptedServer.of(json("{}"));
                ArenaClient client = clients.of(server.url())
                        .maxIdleTime(Duration.ofMillis(50))
                        .build()) {
            get(client.signals());
            await(() -> client.connectionUse().equals(new ConnectionUse(0, 0, 0)));
        }
    }

    @Test
    @DisplayName("a server that says nothing is given up after the response time-out")
    void silentServer() {
        try (ScriptedServer server = ScriptedServer.of(silent());
                ArenaClient client = clients.of(server.url())
                        .responseTimeout(Duration.ofMillis(100))
                        .maxRetries(0)
                        .build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("no complete answer within PT0.1S");
        }
    }

    @Test
    @DisplayName("a body that drips for ever is given up when the whole attempt has taken too long")
    void drippingServer() {
        Flux<String> drops =
                Flux.interval(Duration.ofMillis(20), Schedulers.parallel()).map(tick -> " ");
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.parts(drops));
                ArenaClient client = clients.of(server.url())
                        .scheduler(Schedulers.parallel())
                        .responseTimeout(Duration.ofMillis(300))
                        .maxRetries(0)
                        .build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("no complete answer within PT0.3S");
            await(() -> client.connectionUse().equals(new ConnectionUse(0, 0, 0)));
        }
    }

    @Test
    @DisplayName("calls beyond the limit fail at once, those before it wait for a connection")
    void exhaustedPool() {
        try (ScriptedServer server = ScriptedServer.of(silent());
                ArenaClient client = clients.of(server.url())
                        .maxConnections(2)
                        .maxPendingCalls(3)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                client.signals().subscribe(signals -> {}, error -> {});
            }
            await(() -> client.connectionUse().equals(new ConnectionUse(2, 0, 3)));

            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("maxPendingCalls");
            assertThat(clients.delays()).isEmpty();
        }
    }

    @Test
    @DisplayName("a call that waits too long for a connection fails before its time is up, and says why")
    void waitsTooLong() {
        try (ScriptedServer server = ScriptedServer.of(silent());
                ArenaClient client = clients.of(server.url())
                        .scheduler(Schedulers.parallel())
                        .maxConnections(1)
                        .maxRetries(0)
                        .responseTimeout(Duration.ofSeconds(6))
                        .build()) {
            client.signals().subscribe(signals -> {}, error -> {});
            await(() -> client.connectionUse().active() == 1);

            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("all connections were in use for a third of PT6S");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    @DisplayName("an answer that is not HTTP is told at once")
    void notHttp() {
        try (RawServer server = new RawServer("SSH-2.0-OpenSSH_9.6\r\n\r\n");
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals())).isExactlyInstanceOf(ArenaNonTransientException.class);
            assertThat(server.seen()).hasSize(1);
        }
    }

    private static HttpServer certified(HttpServer http) {
        return http.secure(tls -> tls.sslContext(built(
                SslContextBuilder.forServer(resource("localhost-certificate.pem"), resource("localhost-key.pem")))));
    }

    private static HttpClient trusting(HttpClient http) {
        return http.secure(tls -> tls.sslContext(
                built(SslContextBuilder.forClient().trustManager(resource("localhost-certificate.pem")))));
    }

    private static SslContext built(SslContextBuilder builder) {
        try {
            return builder.build();
        } catch (SSLException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ArenaClientNetworkTest.class.getResourceAsStream(name));
    }

    @Test
    @DisplayName("a server whose certificate is not trusted gets no request, and is not tried again")
    void untrustedCertificate() {
        try (ScriptedServer server = ScriptedServer.with(ArenaClientNetworkTest::certified, json("{\"enrolled\":3}"));
                ArenaClient client =
                        clients.of("https://localhost:" + server.port()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaNonTransientException.class)
                    .hasMessageContaining("cannot prove who it is");
            assertThat(server.seen()).isEmpty();
            assertThat(clients.delays()).isEmpty();
        }
    }

    @Test
    @DisplayName("a server whose certificate is trusted by the HTTP client underneath is called")
    void trustedCertificate() {
        try (ScriptedServer server = ScriptedServer.with(ArenaClientNetworkTest::certified, json("{\"enrolled\":3}"));
                ArenaClient client = clients.of("https://localhost:" + server.port())
                        .http(ArenaClientNetworkTest::trusting)
                        .build()) {
            assertThat(get(client.signals()).enrolled()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("https to a server that speaks plain http is told at once")
    void notTls() {
        try (RawServer server = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                ArenaClient client =
                        clients.of(server.url().replace("http:", "https:")).build()) {
            assertThat(failure(client.signals())).isExactlyInstanceOf(ArenaNonTransientException.class);
        }
    }

    @Test
    @DisplayName("closing lets calls in flight finish and refuses further ones")
    void closesGracefully() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.parts(
                Mono.delay(Duration.ofMillis(200), Schedulers.parallel()).thenReturn("{\"enrolled\":6}")))) {
            ArenaClient client = clients.of(server.url()).build();
            Mono<Integer> inFlight =
                    client.signals().map(signals -> signals.enrolled()).cache();
            inFlight.subscribe();
            await(() -> server.seen().size() == 1);

            client.close(PATIENCE).block(PATIENCE);

            assertThat(get(inFlight)).isEqualTo(6);
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaNonTransientException.class)
                    .hasMessageContaining("closed");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    @DisplayName("closing gives up calls that are still in flight when the grace is over")
    void closesInBoundedTime() {
        try (ScriptedServer server = ScriptedServer.of(silent())) {
            ArenaClient client = clients.of(server.url()).build();
            Mono<String> inFlight = client.signals()
                    .map(signals -> "answered")
                    .onErrorResume(ArenaException.class, failure -> Mono.just(failure.getMessage()))
                    .cache();
            inFlight.subscribe();
            await(() -> server.seen().size() == 1);

            client.close(Duration.ofMillis(10)).block(PATIENCE);

            assertThat(get(inFlight)).contains("closed");
            await(() -> client.connectionUse().active() == 0);
        }
    }

    @Test
    @DisplayName("many calls at once from many threads are all answered")
    void manyCallsAtOnce() {
        try (ScriptedServer server = ScriptedServer.of(json("{\"enrolled\":1}"));
                ArenaClient client = clients.of(server.url())
                        .maxConnections(8)
                        .responseTimeout(Duration.ofMinutes(1))
                        .build()) {
            Integer answered = Flux.range(0, 400)
                    .flatMap(
                            call -> call % 2 == 0
                                    ? client.signals().map(signals -> signals.enrolled())
                                    : client.heartbeat(Duration.ofSeconds(1), Map.of())
                                            .thenReturn(1),
                            256)
                    .reduce(0, Integer::sum)
                    .block(PATIENCE);

            assertThat(answered).isEqualTo(400);
            assertThat(clients.delays()).isEmpty();
            assertThat(server.seen().stream()
                            .map(ScriptedServer.Seen::connection)
                            .distinct())
                    .hasSizeLessThanOrEqualTo(8);
        }
    }
}
