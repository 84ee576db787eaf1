package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoreFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Clients of a sandbox that stops. */
class ShutdownTest {

    private static final String VARIANT = "/api/arena/variant";
    private static final byte[] REQUEST = ("GET " + VARIANT + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                    + DemoExperiment.TOKEN + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);

    /** A tenth of it is longer than any client here is kept from asking on a busy machine. */
    private static final Duration LONG_GRACE = Duration.ofSeconds(150);

    private static Answer ask(RawConnection connection) {
        return connection.call("GET", VARIANT, DemoExperiment.TOKEN, "");
    }

    private static void askUntilRefused(
            RawConnection connection, CountDownLatch begun, CompletableFuture<Integer> status) {
        try {
            Answer answer = ask(connection);
            begun.countDown();
            while (!answer.headers().containsKey("connection")) {
                answer = ask(connection);
            }
            status.complete(answer.status());
        } catch (Throwable failure) {
            status.completeExceptionally(failure);
        }
    }

    @Test
    @DisplayName(
            "what comes on an open connection while the sandbox stops is refused in words, and then the connection ends")
    void answersWhatComes() throws Exception {
        try (TestArena arena = new TestArena();
                RawConnection connection = arena.connect();
                RawConnection unused = arena.connect()) {
            assertThat(ask(connection).headers()).doesNotContainKey("connection");
            CompletableFuture<Void> stopped = arena.handle.stop(LONG_GRACE).toFuture();

            Answer last = ask(connection);
            while (!last.headers().containsKey("connection")) {
                last = ask(connection);
            }
            Answer refused = ask(unused);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsEntry("retry-after", "1").containsEntry("connection", "close");
            assertThat(refused.body()).contains("\"success\":false", "shutting down");
            assertThat(connection.isEndedInOrder()).isTrue();
            assertThat(unused.isEndedInOrder()).isTrue();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("a connection on which nothing comes is ended without a reset, also if a request crosses the end")
    void endsQuietConnections() throws Exception {
        try (TestArena arena = new TestArena();
                RawConnection connection = arena.connect()) {
            ask(connection);
            CompletableFuture<Void> stopped =
                    arena.handle.stop(Duration.ofSeconds(1)).toFuture();

            assertThat(connection.isEndedInOrder()).isTrue();
            long ended = System.nanoTime();
            boolean isStillInOrder = isEndedInOrderThoughAsked(connection);
            assumeThat(Duration.ofNanos(System.nanoTime() - ended))
                    .as("how long a client may take, on a machine that is busy")
                    .isLessThan(Duration.ofMillis(900));
            assertThat(isStillInOrder).isTrue();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    private static boolean isEndedInOrderThoughAsked(RawConnection connection) throws InterruptedException {
        try {
            connection.write(REQUEST);
            Thread.sleep(50);
            connection.write(REQUEST);
            return connection.isEndedInOrder();
        } catch (IOException reset) {
            return false;
        }
    }

    @Test
    @DisplayName("a last answer arrives although more was sent than the sandbox reads")
    void losesNoLastAnswer() throws Exception {
        byte[] tooMuch = ("PUT " + VARIANT + "/config HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + DemoExperiment.TOKEN + "\r\nContent-Length: 8000000\r\n\r\n" + "x".repeat(8_000_000))
                .getBytes(StandardCharsets.UTF_8);
        try (TestArena arena = new TestArena()) {
            for (int i = 0; i < 10; i++) {
                try (RawConnection connection = arena.connect()) {
                    assertThat(connection.send(tooMuch).status()).isEqualTo(413);
                    assertThat(connection.isEndedInOrder()).isTrue();
                }
            }
        }
    }

    @Test
    @DisplayName("busy clients get an answer to each request until they are told to go")
    void leavesNobodyWithoutAnAnswer() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (TestArena arena = new TestArena()) {
                List<RawConnection> connections = new ArrayList<>();
                List<CompletableFuture<Integer>> last = new ArrayList<>();
                CountDownLatch begun = new CountDownLatch(16);
                for (int i = 0; i < 16; i++) {
                    RawConnection connection = arena.connect();
                    connections.add(connection);
                    CompletableFuture<Integer> status = new CompletableFuture<>();
                    last.add(status);
                    Thread client = new Thread(() -> askUntilRefused(connection, begun, status));
                    client.setDaemon(true);
                    client.start();
                }
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
                arena.handle.stop(LONG_GRACE).block(TestArena.PATIENCE);
                for (CompletableFuture<Integer> status : last) {
                    assertThat(status.get(20, TimeUnit.SECONDS)).isIn(200, 503);
                }
                connections.forEach(RawConnection::close);
            }
        }
    }

    @Test
    @DisplayName("a stop that was cancelled half-way is gone on with by the next one")
    void goesOnAfterCancelling(@TempDir Path folder) {
        String store = folder.resolve("arena.db").toString();
        SandboxHandle sandbox = get(ArenaSandbox.create().keepingIn(store).start());
        try (RawConnection unused = new RawConnection(sandbox.port())) {
            assertThat(unused.call("GET", "/health/ready", "", "").status()).isEqualTo(200);
            Disposable stopping = sandbox.stop(LONG_GRACE).subscribe();
            sandbox.onStop().block(TestArena.PATIENCE);

            stopping.dispose();
            assertThatThrownBy(() -> reopened(store)).isInstanceOf(StoreFailedException.class);
            sandbox.stop(Duration.ofMillis(100)).block(TestArena.PATIENCE);

            reopened(store);
        }
    }

    private static void reopened(String store) {
        ExperimentStore.open(store, Schedulers.parallel())
                .flatMap(ExperimentStore::close)
                .block(TestArena.PATIENCE);
    }
}
