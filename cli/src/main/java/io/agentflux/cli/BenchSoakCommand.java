package io.agentflux.cli;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.load.Soak;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Lets many agents and readers of streams loose on a sandbox in a process of its own, over HTTP. */
@Command(
        name = "soak",
        description =
                "Whether a sandbox in a process of its own bears many agents with heartbeats and many readers of streams, "
                        + "one of them stalled: heartbeats missed, delays of readers, heap.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchSoakCommand implements Callable<Integer> {

    private static final int VARIANTS = 3;
    private static final int READERS_PER_TOKEN = 8;
    private static final int PEOPLE_PER_VARIANT = 200;
    private static final Duration DAY = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern SECRET = Pattern.compile("\"strategyToken\":\"([^\"]+)\"");

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many agents, each with a connection of its own; ${DEFAULT-VALUE} by default.")
    private int agents;

    @Option(
            names = "--heartbeat",
            paramLabel = "PT30S",
            defaultValue = "PT30S",
            description = "How often each sends a heartbeat; 30 s by default.")
    private Duration heartbeat;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many read event streams, beside the stalled one; ${DEFAULT-VALUE} by default.")
    private int readers;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "600",
            description = "How long is measured; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "How many seconds pass before that; ${DEFAULT-VALUE} by default.")
    private int warmUpSeconds;

    @Option(
            names = "--heap-every",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "Every how many seconds the sandbox collects its garbage to tell its heap; ${DEFAULT-VALUE} by default.")
    private int heapEverySeconds;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    /** What was measured of the server. */
    private record Measured(Soak.Result result, List<Long> heapBytes) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Soak soak;
        try {
            soak = new Soak(agents, heartbeat, readers, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        if (heapEverySeconds < 1) {
            throw new ParameterException(
                    command.commandLine(), "--heap-every is " + heapEverySeconds + "; give at least 1");
        }
        try (TemporaryFolder folder = TemporaryFolder.create("agentflux-soak")) {
            print(measured(soak, folder));
        }
        return ExitCode.OK;
    }

    private Measured measured(Soak soak, TemporaryFolder folder) throws IOException, InterruptedException {
        String administrator = "admin_" + UUID.randomUUID() + UUID.randomUUID();
        ExperimentSpec spec = new DemoExperiment(VARIANTS + 1, PEOPLE_PER_VARIANT, 42, DAY).spec();
        try (ChildSandbox sandbox = ChildSandbox.start(
                administrator,
                List.of(
                        "--store", folder.file("soak.db").toString(),
                        "--variants", Integer.toString(VARIANTS + 1),
                        "--people", Integer.toString(PEOPLE_PER_VARIANT),
                        "--day", DAY.toString()))) {
            List<List<Token>> tokens = new ArrayList<>();
            int perVariant = (readers + VARIANTS * READERS_PER_TOKEN - 1) / (VARIANTS * READERS_PER_TOKEN);
            for (VariantSpec variant : spec.variants()) {
                if (!variant.isControl()) {
                    tokens.add(tokens(sandbox, administrator, spec.id(), variant.id(), perVariant));
                }
            }
            return run(soak, sandbox, tokens);
        }
    }

    /** A token serves a few streams only, so it takes many. */
    private static List<Token> tokens(
            ChildSandbox sandbox, String administrator, String experimentId, String variantId, int count)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        String path = "/api/admin/experiments/" + experimentId + "/variants/" + variantId + "/tokens";
        List<Token> tokens = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                            .header("Authorization", "Bearer " + administrator)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Matcher secret = SECRET.matcher(answer.body());
            if (!secret.find()) {
                throw new IOException("the sandbox handed out no token: status " + answer.statusCode());
            }
            tokens.add(Token.of(secret.group(1)));
        }
        return tokens;
    }

    private Measured run(Soak soak, ChildSandbox sandbox, List<List<Token>> tokens) {
        List<ArenaClient> clients = new ArrayList<>();
        List<List<Token>> read = tokens.subList(0, VARIANTS);
        ArenaClient shared = client(sandbox, tokens.get(VARIANTS).get(0), "soak", 16);
        clients.add(shared);
        for (int agent = 0; agent < agents; agent++) {
            clients.add(client(sandbox, read.get(agent % VARIANTS).get(0), "soak-agent", 1));
        }
        Soak.Place place = new Soak.Place(
                agent -> clients.get(1 + agent),
                read.stream().map(variant -> shared.withToken(variant.get(0))).toList(),
                reader -> {
                    List<Token> variant = read.get(reader % VARIANTS);
                    return shared.withToken(variant.get(reader / VARIANTS % variant.size()))
                            .events();
                },
                shared,
                shared.eventsAfter("0"));
        List<Long> heapBytes = new CopyOnWriteArrayList<>();
        Disposable watching = Flux.interval(soak.warmUp(), Duration.ofSeconds(heapEverySeconds))
                .onBackpressureDrop()
                .concatMap(
                        sample -> Mono.fromCallable(sandbox::heapAfterCollection)
                                .subscribeOn(Schedulers.boundedElastic()),
                        1)
                .subscribe(
                        heapBytes::add,
                        failure -> command.commandLine().getErr().println(failure.getMessage()));
        try {
            Soak.Result result = soak.run(place, Schedulers.parallel())
                    .blockOptional(soak.warmUp().plus(soak.length()).plus(LIMIT))
                    .orElseThrow();
            watching.dispose();
            heapBytes.add(sandbox.heapAfterCollection());
            return new Measured(result, heapBytes);
        } finally {
            watching.dispose();
            clients.forEach(ArenaClient::close);
        }
    }

    /** Its connections last from one heartbeat to the next. */
    private ArenaClient client(ChildSandbox sandbox, Token token, String name, int connections) {
        return ArenaClient.builder(ArenaAccess.of(sandbox.url(), token))
                .name(name)
                .maxConnections(connections)
                .maxIdleTime(heartbeat.multipliedBy(2))
                .build();
    }

    private void print(Measured measured) {
        Soak.Result result = measured.result();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("agents", agents);
            figures.put("heartbeatMillis", heartbeat.toMillis());
            figures.put("readers", readers);
            figures.put("seconds", seconds);
            figures.put("heartbeats", result.heartbeats());
            figures.put("failedHeartbeats", result.failedHeartbeats());
            figures.put("missedHeartbeats", result.missedHeartbeats());
            figures.put("heartbeatP99Millis", result.heartbeatP99Millis());
            figures.put("heartbeatMaxMillis", result.heartbeatMaxMillis());
            figures.put("decisions", result.decisions());
            figures.put("failedUpdates", result.failedUpdates());
            figures.put("deliveries", result.deliveries());
            figures.put("lostDeliveries", result.lostDeliveries());
            figures.put("failedReaders", result.failedReaders());
            figures.put("delayP50Millis", result.delayP50Millis());
            figures.put("delayP99Millis", result.delayP99Millis());
            figures.put("delayMaxMillis", result.delayMaxMillis());
            figures.put("stalledStreams", result.stalledStreams());
            figures.put("heapBytes", measured.heapBytes());
            figures.put("java", Version.java());
            out.print(CanonicalJson.write(figures));
        } else {
            out.print("""
                    agents       %s, a heartbeat every %s, each on a connection of its own to a sandbox in its own process
                    measured     %d s, after %d s of warm-up, Java %s
                    heartbeats   %s answered, %s missed, %s failed; answered within p99 %d ms, longest %d ms
                    readers      %s of event streams, and one that takes nothing (opened %s times)
                    decisions    %s told %s times to readers, %s not told; %s updates and %s readers failed
                    delay        p50 %d ms, p99 %d ms, longest %d ms from an update being sent to its decision at a reader
                    heap         %s MiB after full collections, each %d s; the sandbox stands still for them
                    """.formatted(
                            grouped(agents),
                            Durations.text(heartbeat),
                            seconds,
                            warmUpSeconds,
                            Version.java(),
                            grouped(result.heartbeats()),
                            grouped(result.missedHeartbeats()),
                            grouped(result.failedHeartbeats()),
                            result.heartbeatP99Millis(),
                            result.heartbeatMaxMillis(),
                            grouped(readers),
                            grouped(result.stalledStreams()),
                            grouped(result.decisions()),
                            grouped(result.deliveries()),
                            grouped(result.lostDeliveries()),
                            grouped(result.failedUpdates()),
                            grouped(result.failedReaders()),
                            result.delayP50Millis(),
                            result.delayP99Millis(),
                            result.delayMaxMillis(),
                            measured.heapBytes().stream()
                                    .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes / 1048576.0))
                                    .collect(Collectors.joining(", ")),
                            heapEverySeconds));
        }
        out.flush();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
