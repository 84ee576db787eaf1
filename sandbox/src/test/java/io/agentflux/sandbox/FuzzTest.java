package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Decision;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Thousands of requests that are nearly right, from as many connections, over the network. {@code -Dagentflux.fuzz.requests}
 * asks for another number of them and {@code -Dagentflux.fuzz.seed} for others; a failure names the seed of its request.
 */
class FuzzTest {

    private static final int REQUESTS = Integer.getInteger("agentflux.fuzz.requests", 3_000);
    private static final long SEED = Long.getLong("agentflux.fuzz.seed", 1);
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOMENT_MILLIS = 100;
    private static final Pattern DECISION = Pattern.compile("\"decisionLogId\":\"([^\"]+)\"");

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    @Test
    @DisplayName("whatever is sent, it is no failure of the server, nobody waits for ever, and no decision is lost")
    void survives() {
        SandboxHandle handle = start();
        Scheduler senders = Schedulers.newBoundedElastic(AT_ONCE, Integer.MAX_VALUE, "senders");
        Flux.range(0, REQUESTS)
                .map(request -> SEED * 1_000_000_007L + request)
                .flatMap(
                        seed -> Mono.fromRunnable(() -> send(handle.port(), seed))
                                .subscribeOn(senders),
                        AT_ONCE)
                .then()
                .block();
        senders.dispose();
        assertThat(decisions(handle)).containsAll(acknowledged);
        handle.stop(PATIENCE).block();

        SandboxHandle again = start();
        assertThat(decisions(again)).containsAll(acknowledged);
        again.stop(PATIENCE).block();
        assertThat(acknowledged).hasSizeGreaterThan(REQUESTS / 200);
        assertThat(statuses).contains(200, 400, 404);
    }

    private SandboxHandle start() {
        return TestArena.get(ArenaSandbox.create()
                .keepingIn(folder.resolve("fuzz.db").toString())
                .demonstrating(new DemoExperiment(1, 10, 7, Duration.ofHours(1)))
                .start());
    }

    private static Set<String> decisions(SandboxHandle handle) {
        Set<String> ids = new HashSet<>();
        try (ArenaClient client =
                ArenaClient.create(ArenaAccess.of(handle.url().toString(), Token.of(DemoExperiment.TOKEN)))) {
            int page = 1;
            for (int total = 1; ids.size() < total; page++) {
                var found = TestArena.get(client.decisions(page, 1_000));
                total = found.total();
                found.decisions().stream().map(Decision::id).forEach(ids::add);
            }
        }
        return ids;
    }

    private void send(int port, long seed) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(socket, HostileRequests.of(seed, DemoExperiment.TOKEN));
            String answer = answer(socket);
            // whoever asks by HTTP/1.0 is answered so
            if (answer.startsWith("HTTP/1.1 ") || answer.startsWith("HTTP/1.0 ")) {
                int status = Integer.parseInt(answer.substring(9, 12));
                statuses.add(status);
                Matcher decision = DECISION.matcher(answer);
                if (decision.find()) {
                    acknowledged.add(decision.group(1));
                }
                if (status < 500) {
                    return;
                }
            }
            if (!answer.isEmpty()) {
                throw new AssertionError("request " + seed + " was answered by " + answer);
            }
        } catch (IOException failure) {
            throw new AssertionError("request " + seed + " failed: " + failure, failure);
        }
    }

    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException refusedMeanwhile) {
            // what the server says about it is read now
        }
    }

    /** The first bytes of the answer; nothing if the server closed the connection, which it must if it does not answer. */
    private static String answer(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(MOMENT_MILLIS);
            return firstBytes(socket);
        } catch (SocketTimeoutException waitsForMore) {
            // the request is not complete, it seems; now the server knows that no more will come
            try {
                socket.shutdownOutput();
            } catch (IOException closedMeanwhile) {
                return "";
            }
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return firstBytes(socket);
        }
    }

    private static String firstBytes(Socket socket) throws IOException {
        byte[] bytes = new byte[16_384];
        try {
            return text(bytes, socket.getInputStream().read(bytes));
        } catch (SocketTimeoutException silence) {
            throw silence;
        } catch (IOException reset) {
            return "";
        }
    }

    private static String text(byte[] bytes, int length) {
        return length <= 0 ? "" : new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
