package io.agentflux.cli;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.load.AgentLoad;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Schedulers;

/** Measures many agents against a sandbox in the same process, over HTTP. */
@Command(
        name = "agents",
        description = "How late the ticks of many agents begin that run over HTTP against a sandbox in this process.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchAgentsCommand implements Callable<Integer> {

    private static final int TREATMENTS = 8;
    private static final int PEOPLE_PER_VARIANT = 200;
    private static final Duration DAY = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many; ${DEFAULT-VALUE} by default.")
    private int agents;

    @Option(
            names = "--period",
            paramLabel = "PT5S",
            defaultValue = "PT5S",
            description = "How often each observes, decides and acts; 5 s by default.")
    private Duration period;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long is measured; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many seconds pass before that; ${DEFAULT-VALUE} by default.")
    private int warmUpSeconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many connections all agents share; ${DEFAULT-VALUE} by default.")
    private int connections;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        AgentLoad load;
        try {
            load = new AgentLoad(agents, period, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        print(measured(load));
        return ExitCode.OK;
    }

    private AgentLoad.Result measured(AgentLoad load) throws IOException {
        DemoExperiment demo = new DemoExperiment(TREATMENTS, PEOPLE_PER_VARIANT, 42, DAY);
        try (TemporaryFolder folder = TemporaryFolder.create("agentflux-bench")) {
            SandboxHandle handle = ArenaSandbox.create()
                    .keepingIn(folder.file("bench.db").toString())
                    .demonstrating(demo)
                    .start()
                    .blockOptional(LIMIT)
                    .orElseThrow();
            try {
                return measured(load, handle.url(), tokens(demo, handle));
            } finally {
                handle.stop(Duration.ofSeconds(5)).block(LIMIT);
            }
        }
    }

    private static List<Token> tokens(DemoExperiment demo, SandboxHandle handle) {
        return demo.tokens(handle.experiments()).blockOptional(LIMIT).orElseThrow().values().stream()
                .map(Token::of)
                .toList();
    }

    private AgentLoad.Result measured(AgentLoad load, URI url, List<Token> tokens) {
        try (ArenaClient client = ArenaClient.builder(ArenaAccess.of(url.toString(), tokens.get(0)))
                .name("bench-agents")
                .maxConnections(connections)
                .maxPendingCalls(2 * agents)
                .build()) {
            return load.run(agent -> client.withToken(tokens.get(agent % tokens.size())), Schedulers.parallel())
                    .blockOptional(load.warmUp()
                            .plus(load.length())
                            .plus(period.multipliedBy(2))
                            .plus(LIMIT))
                    .orElseThrow();
        }
    }

    private void print(AgentLoad.Result result) {
        AgentLoad.Counts counts = result.counts();
        double cpuMicros = result.cpuPerCycle().toNanos() / 1e3;
        long mostHeap = Runtime.getRuntime().maxMemory();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("agents", agents);
            figures.put("periodMillis", period.toMillis());
            figures.put("seconds", seconds);
            figures.put("connections", connections);
            figures.put("ticks", counts.ticks());
            figures.put("cycles", counts.cycles());
            figures.put("failedCycles", counts.failedCycles());
            figures.put("failedHeartbeats", counts.failedHeartbeats());
            figures.put("skippedTicks", counts.skippedTicks());
            figures.put("acceptedUpdates", counts.accepted());
            figures.put("refusedUpdates", counts.refused());
            figures.put("lagP50Millis", counts.lagP50Millis());
            figures.put("lagP99Millis", counts.lagP99Millis());
            figures.put("lagP999Millis", counts.lagP999Millis());
            figures.put("lagMaxMillis", counts.lagMaxMillis());
            figures.put("cpuMicrosPerCycle", cpuMicros);
            figures.put("heapBytes", result.heapBytes());
            figures.put("heapBytesPerAgent", result.heapBytesPerAgent());
            figures.put("mostHeapBytes", mostHeap);
            figures.put("java", Version.java());
            out.print(CanonicalJson.write(figures));
        } else {
            out.print("""
                    agents          %s, each every %s, on %d connections to a sandbox in this process
                    measured        %s ticks in %d s, after %d s of warm-up, Java %s
                    lag of a tick   p50 %d ms, p99 %d ms, p99.9 %d ms, longest %d ms
                    failed          %s cycles, %s heartbeats, %s ticks skipped
                    updates         %s accepted, %s refused: the agents ask more often than the arena allows
                    CPU per cycle   %s us, agents and sandbox together
                    heap            %s MiB of %s MiB after a collection, %s KiB of it for each agent
                    """.formatted(
                            grouped(agents),
                            Durations.text(period),
                            connections,
                            grouped(counts.ticks()),
                            seconds,
                            warmUpSeconds,
                            Version.java(),
                            counts.lagP50Millis(),
                            counts.lagP99Millis(),
                            counts.lagP999Millis(),
                            counts.lagMaxMillis(),
                            grouped(counts.failedCycles()),
                            grouped(counts.failedHeartbeats()),
                            grouped(counts.skippedTicks()),
                            grouped(counts.accepted()),
                            grouped(counts.refused()),
                            FigureText.fixed(cpuMicros, 0),
                            grouped(result.heapBytes() >> 20),
                            grouped(mostHeap >> 20),
                            FigureText.fixed(result.heapBytesPerAgent() / 1024.0, 1)));
        }
        out.flush();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
