package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.scheduler.Schedulers;

/** The sandbox command in a process of its own. */
final class ServedSandbox implements AutoCloseable {

    static final String STORE = "sandbox.db";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("AgentFlux sandbox  (http\\S+)");
    private static final Pattern TOKEN = Pattern.compile("Treatment-\\S +(strat_\\S+)");

    private final Process process;
    private final Path out;
    private String url = "";
    private List<String> tokens = List.of();

    private ServedSandbox(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Starts the command on a free port, with a store in the folder, and waits until it serves. */
    static ServedSandbox start(Path folder, String... options) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "stdout", ".txt");
        List<String> arguments = new ArrayList<>(List.of(
                "sandbox", "--port", "0", "--store", folder.resolve(STORE).toString()));
        arguments.addAll(List.of(options));
        List<String> command = ChildSandbox.command(arguments);
        command.add(1, "-XX:TieredStopAtLevel=1");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(Path.of(out + ".errors").toFile())
                .start();
        ServedSandbox sandbox = new ServedSandbox(process, out);
        sandbox.await("Ctrl+C");
        Matcher url = URL.matcher(sandbox.output());
        assertThat(url.find()).isTrue();
        sandbox.url = url.group(1);
        sandbox.tokens = TOKEN.matcher(sandbox.output())
                .results()
                .map(found -> found.group(1))
                .toList();
        return sandbox;
    }

    /** The ids of the decisions that a store holds, of which no process makes use. */
    static Set<String> kept(String store) {
        ExperimentStore opened =
                ExperimentStore.open(store, Schedulers.parallel()).block(SOON);
        Set<String> kept = new HashSet<>(opened.events(EventQuery.all())
                .filter(stored -> stored.event().type().equals(DecisionEvent.TYPE))
                .map(stored -> stored.event().id())
                .collectList()
                .block(SOON));
        opened.close().block(SOON);
        return kept;
    }

    /** Waits until the process has printed something. */
    void await(String text) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 600 && process.isAlive() && !output().contains(text); attempt++) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        assertThat(output() + errors()).contains(text);
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    String errors() throws IOException {
        return Files.readString(Path.of(out + ".errors"));
    }

    String url() {
        return url;
    }

    /** The tokens of the treatments, in their order. */
    List<String> tokens() {
        return tokens;
    }

    /** Like Ctrl+C, but never ignored as that is in background jobs. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
