package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends a real server under load as an operator does, by SIGTERM. After {@code -Dagentflux.termination-updates=6000} the reader that
 * takes nothing has filled what the network holds for it, and is waited for.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
class SandboxTerminationTest {

    private static final int TERMINATED = 143;
    private static final int WRITERS = 64;
    private static final int ENOUGH = Integer.getInteger("agentflux.termination-updates", 2_000);
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Duration SOON = Duration.ofMillis(PATIENCE_MILLIS);
    private static final Duration PROMISED = Duration.ofSeconds(15);
    private static final Pattern DECISION_ID = Pattern.compile("\"decisionLogId\":\"(dec_[0-9a-f]+)\"");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");
    private static final Pattern ADMINISTRATOR = Pattern.compile("(admin_[\\w-]{43})");
    private static final Pattern STATISTICS = Pattern.compile(
            "(\\d+) requests: \\d+ observations, (\\d+) updates accepted, (\\d+) refused, 0 heartbeats");
    private static final String[] OPTIONS = {"--variants", "3", "--people", "20", "--webhook-allow", "127.0.0.0/8"};

    @TempDir
    private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong updates = new AtomicLong();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Hook hook = new Hook();

    /** Receives messages of a webhook; leaves the first one without an answer until it is told to give one. */
    private static final class Hook {

        private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch answering = new CountDownLatch(1);
        private final CountDownLatch again = new CountDownLatch(2);
        private final HttpServer server;

        Hook() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }

        private void receive(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            first.countDown();
            again.countDown();
            try {
                answering.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }
    }

    @BeforeEach
    void startHook() {
        hook.server.setExecutor(clients);
        hook.server.createContext("/", hook::receive);
        hook.server.start();
    }

    @AfterEach
    void stopClients() {
        hook.server.stop(0);
        clients.shutdownNow();
    }

    @Test
    @DisplayName(
            "a server that is told to end under load ends in time, keeps what it acknowledged, and cuts nothing in two")
    void endsUnderLoad() throws Exception {
        List<Future<String>> readers = new ArrayList<>();
        List<Future<String>> writers = new ArrayList<>();
        String output;
        try (ServedSandbox sandbox = ServedSandbox.start(folder, OPTIONS)) {
            int port = URI.create(sandbox.url()).getPort();
            register(sandbox);
            for (String token : sandbox.tokens()) {
                readers.add(clients.submit(() -> readToEnd(stream(port, "/api/arena/stream", token))));
            }
            Matcher administrator = ADMINISTRATOR.matcher(sandbox.output());
            assertThat(administrator.find()).isTrue();
            String administrators = administrator.group(1);
            readers.add(clients.submit(() -> readToEnd(stream(port, "/api/admin/stream", administrators))));
            for (int writer = 0; writer < WRITERS; writer++) {
                String token = sandbox.tokens().get(writer % sandbox.tokens().size());
                writers.add(clients.submit(() -> update(port, token)));
            }
            assertThat(hook.first.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            awaitAcknowledged(ENOUGH);
            try (Socket stalled = stream(port, "/api/admin/stream", administrators)) {
                assertThat(stalled.getInputStream().read()).isEqualTo('H');

                long told = System.nanoTime();
                sandbox.interrupt();

                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(PROMISED);
            }
            assertThat(sandbox.exitCode()).isEqualTo(TERMINATED);
            assertThat(sandbox.errors()).doesNotContain("ERROR", "Exception in thread");
            output = sandbox.output();
        }
        for (Future<String> writer : writers) {
            assertThat(writer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isIn("refused", "hung up");
        }
        for (Future<String> reader : readers) {
            assertThat(reader.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("event: decision")
                    .endsWith("\n\n\r\n0\r\n\r\n");
        }
        assertThat(ServedSandbox.kept(store())).containsAll(acknowledged);
        assertThat(AuditVerifier.verify(store()).block(SOON)).isInstanceOf(AuditReport.Intact.class);
        Matcher statistics = STATISTICS.matcher(output);
        assertThat(statistics.find()).isTrue();
        assertThat(Integer.parseInt(statistics.group(2)) + Integer.parseInt(statistics.group(3)))
                .isGreaterThanOrEqualTo(acknowledged.size());

        String undelivered = hook.received.peek();
        hook.answering.countDown();
        try (ServedSandbox again = ServedSandbox.start(folder, OPTIONS)) {
            assertThat(again.tokens()).hasSize(3);
            assertThat(hook.again.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(hook.received).containsOnly(undelivered);
        }
    }

    private void register(ServedSandbox sandbox) throws Exception {
        HttpResponse<String> registered = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + "/api/arena/webhooks"))
                                .header(
                                        "Authorization",
                                        "Bearer " + sandbox.tokens().get(0))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"http://127.0.0.1:"
                                        + hook.server.getAddress().getPort() + "/\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
    }

    private void awaitAcknowledged(int enough) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (acknowledged.size() < enough && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
    }

    private static Socket stream(int port, String path, String token) throws IOException {
        Socket socket = connect(port);
        send(
                socket,
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token
                        + "\r\nLast-Event-ID: 0\r\n\r\n");
        return socket;
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16_384);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readToEnd(Socket stream) throws IOException {
        try (stream) {
            return new String(stream.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends one update after the other, until there is no answer any more, or none but that there will be none. */
    private String update(int port, String token) throws IOException {
        try (Socket socket = connect(port)) {
            while (true) {
                String body = "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"update "
                        + updates.incrementAndGet() + ", because " + "x".repeat(3_000) + "\"}";
                String answer = exchange(
                        socket,
                        "PUT /api/arena/variant/config HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body);
                if (answer.isEmpty()) {
                    return "hung up";
                }
                if (answer.startsWith("HTTP/1.1 503 ")
                        && answer.contains("\r\nconnection: close\r\n")
                        && answer.contains("{\"success\":false,\"error\":\"The arena is shutting down")) {
                    return socket.getInputStream().read() < 0 ? "refused" : "more than refused";
                }
                Matcher id = DECISION_ID.matcher(answer);
                if (!answer.startsWith("HTTP/1.1 200 OK\r\n")
                        || !answer.endsWith("}}")
                        || !id.find()
                        || !acknowledged.add(id.group(1))) {
                    return answer;
                }
            }
        }
    }

    /** One whole answer, or what there was of it. */
    private static String exchange(Socket socket, String request) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            send(socket, request);
            InputStream in = socket.getInputStream();
            String head = "";
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.write(next);
                if (next == '\n') {
                    head = answer.toString(StandardCharsets.UTF_8);
                    if (head.endsWith("\r\n\r\n")) {
                        break;
                    }
                }
            }
            Matcher length = LENGTH.matcher(head);
            if (length.find()) {
                answer.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
            }
        } catch (IOException reset) {
            // what was read until then tells whether that was a good moment
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private String store() {
        return folder.resolve(ServedSandbox.STORE).toString();
    }
}
