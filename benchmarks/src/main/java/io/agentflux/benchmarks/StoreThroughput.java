package io.agentflux.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * How many durable events a second does the store take from 64 writers that each wait for their acknowledgement, beside a bare
 * file that is forced to disk in the same groups? How many if each writer sends 256 at a time? And how fast is the chain
 * verified?
 *
 * <p>Arguments: the folder to write in, the number of events per run, the number of runs, and perhaps the URL of a PostgreSQL
 * database whose store may be filled.
 */
public final class StoreThroughput {

    private static final int WRITERS = 64;
    private static final int EVENTS_PER_COMMIT = 256;
    private static final String BODY = "{\"reasoning\":\"" + "because ".repeat(25) + "\"}";

    private StoreThroughput() {}

    /** Runs the comparison and prints a line for each run. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "store-throughput");
        int events = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        for (int run = 1; run <= runs; run++) {
            bareFile(folder.resolve("bare-" + run), events);
            Path file = folder.resolve("agentflux-" + run + ".db");
            store("SQLite", file.toString(), events);
            verify(file.toString());
            batches("SQLite", folder.resolve("batches-" + run + ".db").toString(), events);
            if (arguments.length > 3) {
                store("PostgreSQL", arguments[3], events);
                batches("PostgreSQL", arguments[3], events);
            }
        }
    }

    private static void store(String name, String location, int events) {
        ExperimentStore store = open(location);
        String prefix = Long.toHexString(System.nanoTime());
        closedLoop(name + ", one event per commit", events, i -> store.append(event(prefix + i)));
        store.close().block();
    }

    private static void batches(String name, String location, int events) {
        ExperimentStore store = open(location);
        String prefix = Long.toHexString(System.nanoTime());
        Stopwatch stopwatch = new Stopwatch();
        Flux.range(0, events / EVENTS_PER_COMMIT)
                .flatMap(
                        batch -> store.commit(IntStream.range(0, EVENTS_PER_COMMIT)
                                .<Change>mapToObj(i -> new Change.Append(event(prefix + batch + "-" + i)))
                                .toList()),
                        WRITERS)
                .blockLast();
        print(name + ", " + EVENTS_PER_COMMIT + " events per commit", events, stopwatch, "");
        store.close().block();
    }

    private static ExperimentStore open(String location) {
        ExperimentStore store =
                ExperimentStore.open(location, Schedulers.parallel()).block();
        if (store == null) {
            throw new IllegalStateException("no store at " + location);
        }
        return store;
    }

    private static ExperimentEvent event(String id) {
        return new ExperimentEvent(
                "onboarding", "B", "decision", id, Instant.EPOCH.plusSeconds(1_800_000_000), "accepted", BODY);
    }

    private static void verify(String location) {
        Stopwatch stopwatch = new Stopwatch();
        AuditReport report = AuditVerifier.verify(location).block();
        if (report instanceof AuditReport.Intact intact) {
            print("verify", intact.head().sequence(), stopwatch, "");
        } else {
            throw new IllegalStateException(String.valueOf(report));
        }
    }

    private static void closedLoop(String name, int events, Function<Integer, Mono<?>> append) {
        long[] nanos = new long[events];
        AtomicInteger next = new AtomicInteger();
        Stopwatch stopwatch = new Stopwatch();
        Flux.range(0, WRITERS)
                .flatMap(
                        writer -> Mono.defer(() -> {
                                    int i = next.getAndIncrement();
                                    if (i >= events) {
                                        return Mono.just(false);
                                    }
                                    long began = System.nanoTime();
                                    return append.apply(i)
                                            .doOnSuccess(kept -> nanos[i] = System.nanoTime() - began)
                                            .thenReturn(true);
                                })
                                .repeat()
                                .takeWhile(more -> more),
                        WRITERS)
                .blockLast();
        Arrays.sort(nanos);
        print(
                name,
                events,
                stopwatch,
                String.format(
                        ", p50 %.2f ms, p99 %.2f ms", nanos[events / 2] / 1e6, nanos[(int) (events * 0.99)] / 1e6));
    }

    private static void print(String name, long events, Stopwatch stopwatch, String more) {
        System.out.printf(
                "%-40s %,9.0f events/s, %5.1f µs of CPU per event%s%n",
                name, events / (stopwatch.wall() / 1e9), stopwatch.cpu() / 1e3 / events, more);
    }

    /** Wall time, and the CPU time of the process, which suffers less from what else the machine does. */
    private static final class Stopwatch {
        private static final OperatingSystemMXBean SYSTEM =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final long wallStart = System.nanoTime();
        private final long cpuStart = SYSTEM.getProcessCpuTime();

        long wall() {
            return System.nanoTime() - wallStart;
        }

        long cpu() {
            return SYSTEM.getProcessCpuTime() - cpuStart;
        }
    }

    /** The floor: the same bytes, the same groups, one write and one sync for each. */
    private static void bareFile(Path path, int events) throws IOException {
        byte[] bytes = (BODY + "\n").getBytes(StandardCharsets.UTF_8);
        try (BareFile file = BareFile.open(path)) {
            closedLoop("bare file, force(false)", events, i -> file.keep(bytes).publishOn(Schedulers.parallel()));
        }
    }
}
