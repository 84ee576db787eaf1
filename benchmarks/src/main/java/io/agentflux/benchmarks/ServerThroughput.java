package io.agentflux.benchmarks;

import io.agentflux.benchmarks.ClosedLoop.Result;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * How many requests a second does the sandbox answer, and at what cost of processor time, beside a minimal server written by
 * hand? {@code GET} of signals, and {@code PUT} of updates, which the sandbox answers when their decision is on the disk and the
 * minimal server at once. What the disk alone costs tells a third one, the minimal server with a bare file that it syncs before
 * it answers. Each server is a process of its own, so that its processor time is its own; they take turns.
 *
 * <p>Arguments: a folder to write in, the seconds of each run, and how many rounds.
 */
public final class ServerThroughput {

    private static final String HEAD = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + DemoExperiment.TOKEN
            + "\r\nContent-Type: application/json\r\n";
    private static final byte[] GET = bytes("GET /api/arena/signals" + HEAD + "\r\n");
    private static final int[] CONNECTIONS = {16, 256};
    private static final String MINIMAL = "minimal";
    private static final String SYNCING = "syncing";
    private static final String SANDBOX = "sandbox";

    private ServerThroughput() {}

    /** Runs the comparison, or, with the name of a server as only argument, that server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            serve(arguments[0], Path.of(arguments[1]));
            return;
        }
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "server-throughput");
        long seconds = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        try (Server minimal = new Server(MINIMAL, folder);
                Server syncing = new Server(SYNCING, folder);
                Server sandbox = new Server(SANDBOX, folder)) {
            for (int round = 0; round <= rounds; round++) {
                String label = round == 0 ? "warm-up" : "round " + round;
                for (int connections : CONNECTIONS) {
                    Run signals = new Run(label + ", GET signals", connections, seconds, number -> GET);
                    signals.ratio(sandbox, signals.measure(sandbox), minimal, signals.measure(minimal));
                    Run updates = new Run(label + ", PUT durable", connections, seconds, ServerThroughput::put);
                    double ours = updates.measure(sandbox);
                    double hand = updates.measure(minimal);
                    double synced = updates.measure(syncing);
                    updates.ratio(sandbox, ours, minimal, hand);
                    updates.ratio(syncing, synced, minimal, hand);
                    updates.ratio(sandbox, ours, syncing, synced);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static byte[] put(long number) {
        String body = String.format(
                Locale.ROOT, "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"request %012d\"}", number);
        return bytes("PUT /api/arena/variant/config" + HEAD + "Idempotency-Key: " + System.nanoTime() + "-" + number
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What each server is asked in its turn. */
    private record Run(String what, int connections, long seconds, LongFunction<byte[]> requests) {

        /** Requests a second. */
        double measure(Server server) throws IOException {
            Duration cpuBefore = server.cpu();
            long began = System.nanoTime();
            Result result = ClosedLoop.run(server.port, connections, seconds, requests);
            double elapsed = (System.nanoTime() - began) / 1e9;
            double cpuMicros = server.cpu().minus(cpuBefore).toNanos() / 1e3 / result.requests();
            System.out.printf(
                    Locale.ROOT,
                    "%-22s c=%-4d %-8s %8.0f requests/s  %6.1f us CPU per request  p50 %6.2f ms  p99 %7.2f ms%n",
                    what,
                    connections,
                    server.name,
                    result.requests() / elapsed,
                    cpuMicros,
                    result.p50Nanos() / 1e6,
                    result.p99Nanos() / 1e6);
            return result.requests() / elapsed;
        }

        void ratio(Server one, double rate, Server other, double otherRate) {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s c=%-4d %s / %s = %.2f%n",
                    what,
                    connections,
                    one.name,
                    other.name,
                    rate / otherRate);
        }
    }

    private static void serve(String name, Path folder) throws IOException, InterruptedException {
        System.out.println(start(name, folder));
        Thread.currentThread().join();
    }

    private static int start(String name, Path folder) throws IOException {
        return switch (name) {
            case MINIMAL -> MinimalServer.start(body -> body).port();
            case SYNCING -> {
                BareFile file = BareFile.open(folder.resolve("updates"));
                yield MinimalServer.start(body -> body.flatMap(file::keep)).port();
            }
            case SANDBOX ->
                ArenaSandbox.create()
                        .keepingIn(folder.resolve("sandbox.db").toString())
                        .demonstrating(new DemoExperiment(1, 200, 42, Duration.ofSeconds(10)))
                        .start()
                        .blockOptional()
                        .orElseThrow()
                        .port();
            default -> throw new IllegalArgumentException("no server is called " + name);
        };
    }

    /** A server in a process of its own. */
    private static final class Server implements AutoCloseable {
        private final String name;
        private final Process process;
        private final int port;

        Server(String name, Path folder) throws IOException {
            this.name = name;
            this.process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServerThroughput.class.getName(),
                            name,
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.port = Integer.parseInt(String.valueOf(out.readLine()));
        }

        Duration cpu() {
            return process.info().totalCpuDuration().orElseThrow();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
