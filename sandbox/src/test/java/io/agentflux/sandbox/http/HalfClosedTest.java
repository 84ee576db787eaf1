package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

/** Clients that say that they send nothing more, and read on. */
class HalfClosedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 8 << 20;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Sinks.Empty<Void> disk = Sinks.empty();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private DisposableServer server = started(ServerLimits.ofDefaults());

    private DisposableServer started(ServerLimits limits) {
        return Objects.requireNonNull(new RequestHandler(
                        List.of(
                                Route.put(
                                        "/kept",
                                        Access.OPEN,
                                        call -> Mono.defer(() -> {
                                            waiting.incrementAndGet();
                                            return disk.asMono()
                                                    .thenReturn(Reply.of(200, "text/plain", call.body()))
                                                    .doFinally(end -> waiting.decrementAndGet());
                                        })),
                                Route.get(
                                        "/large",
                                        Access.OPEN,
                                        call -> Mono.just(Reply.of(200, "text/plain", new byte[LARGE]))),
                                Route.get("/later", Access.OPEN, call -> {
                                    waiting.incrementAndGet();
                                    return disk.asMono().thenReturn(Reply.of(200, "text/plain", new byte[LARGE]));
                                }),
                                Route.get(
                                        "/stream",
                                        Access.OPEN,
                                        call -> Mono.just(Reply.events(Flux.<byte[]>never()
                                                .startWith(":\n\n".getBytes(StandardCharsets.US_ASCII))
                                                .doOnSubscribe(open -> streams.incrementAndGet())
                                                .doFinally(end -> streams.decrementAndGet()))))),
                        new GrantedTokens(Map.of(), null),
                        new Counters(meters),
                        limits,
                        Schedulers.parallel(),
                        request -> {})
                .server(ServerSettings.ofDefaults())
                .bind()
                .block(PATIENCE));
    }

    @AfterEach
    void stop() {
        server.disposeNow(PATIENCE);
    }

    private static byte[] put(String body, String header) {
        return ("PUT /kept HTTP/1.1\r\nHost: a\r\n" + header + "Content-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] put(String body) {
        return put(body, "");
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private int connections() {
        return (int) meters.get(SandboxMeters.CONNECTIONS.getName()).gauge().value();
    }

    /** Of the server, whose half is left when the client has closed its own. */
    private void assertNothingIsLeft() throws InterruptedException {
        await(() -> connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\r\n"})
    @DisplayName("what is under way is answered, and then the connection ends at once")
    void answers(String header) throws Exception {
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write(put("{}", header));
            await(() -> waiting.get() == 1);
            connection.endWriting();
            Thread.sleep(100);
            disk.tryEmitEmpty();

            Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
            long answered = System.nanoTime();
            assertThat(connection.isEndedInOrder()).isTrue();
            assertThat(System.nanoTime() - answered).isLessThan(ConnectionEnd.PATIENCE.toNanos());
        }
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("all that was asked for is answered; half a request behind it is dropped")
    void answersAll() throws Exception {
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write(put("1"));
            connection.write(put("22"));
            connection.write(put("333"));
            byte[] cutOff = put("4444");
            connection.write(Arrays.copyOf(cutOff, cutOff.length - 1));
            await(() -> waiting.get() == 1);
            connection.endWriting();
            Thread.sleep(100);
            disk.tryEmitEmpty();

            assertThat(connection.read().body()).isEqualTo("1");
            assertThat(connection.read().body()).isEqualTo("22");
            assertThat(connection.read().body()).isEqualTo("333");
            assertThat(connection.isEndedInOrder()).isTrue();
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/later"})
    @DisplayName("a long answer is not given, be it on its way or still to come")
    void endsLongAnswers(String path) throws Exception {
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write(get(path));
            connection.endWriting();
            Thread.sleep(100);
            disk.tryEmitEmpty();

            connection.readToEnd(1 << 20, Duration.ofMillis(10));
        }
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("whoever reads nothing of many short answers is not given more than the system takes at once")
    void endsUnread() throws Exception {
        disk.tryEmitEmpty();
        String body = "x".repeat(15_000);
        try (RawConnection connection = new RawConnection(server.port())) {
            for (int i = 0; i < 100; i++) {
                connection.write(put(body));
            }
            connection.endWriting();
            Thread.sleep(500);

            connection.readToEnd(1 << 20, Duration.ZERO);
        }
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("a connection on which nothing is under way ends at once, as does one with half a request")
    void endsIdle() throws Exception {
        byte[] whole = put("{}");
        disk.tryEmitEmpty();
        for (int length : new int[] {0, 10, whole.length - 1}) {
            try (RawConnection connection = new RawConnection(server.port())) {
                assertThat(connection.send(put("1")).body()).isEqualTo("1");
                connection.write(Arrays.copyOf(whole, length));
                connection.endWriting();
                assertThat(connection.isEndedInOrder()).isTrue();
            }
        }
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("a stream of events ends, whose reader cannot be told from one that is gone")
    void endsStreams() throws Exception {
        try (RawConnection before = new RawConnection(server.port());
                RawConnection after = new RawConnection(server.port())) {
            before.write(get("/stream"));
            before.endWriting();
            after.write(get("/stream"));
            await(() -> streams.get() >= 1);
            after.endWriting();

            before.readToEnd(1_000, Duration.ZERO);
            after.readToEnd(1_000, Duration.ZERO);
            await(() -> streams.get() == 0);
        }
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("whoever is gone for good costs nothing until it is answered, and nothing is left then")
    void gone() throws Exception {
        long descriptors = descriptors();
        sendAndGo(50);
        long before = loopNanos();
        Thread.sleep(1_000);
        assertThat(loopNanos() - before).isLessThan(Duration.ofMillis(500).toNanos());
        assertThat(connections()).isEqualTo(50);

        disk.tryEmitEmpty();
        assertNothingIsLeft();
        await(() -> descriptors() < descriptors + 25);
    }

    @Test
    @DisplayName("whoever is gone for good is not waited for longer than for somebody who does not read")
    void goneForLong() throws Exception {
        server.disposeNow(PATIENCE);
        Duration shortTime = Duration.ofMillis(300);
        server = started(new ServerLimits(100, 0, 0, PATIENCE, PATIENCE, PATIENCE, shortTime));
        sendAndGo(4);

        assertNothingIsLeft();
        await(() -> waiting.get() == 0);
    }

    private void sendAndGo(int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            RawConnection connection = new RawConnection(server.port());
            connection.write(put("{}"));
            int sent = i;
            await(() -> waiting.get() == sent);
            connection.endWriting();
            if (i % 2 == 0) {
                connection.reset();
            } else {
                connection.close();
            }
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    /** For how long the event loops have kept processors busy. */
    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reactor-http"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }
}
