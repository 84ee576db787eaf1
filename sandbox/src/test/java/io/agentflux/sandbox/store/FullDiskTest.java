package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** A real process whose disk is really full in the middle of its writers. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int REASON_CHARACTERS = 4_000;

    /** A disk of 64 MiB, of which all but 2 MB are taken; what the process leaves on it is copied, since it ends with it. */
    private static final String ON_SMALL_DISK = """
            mount -t tmpfs -o size=64m none "$1" || exit 70
            head -c 65000000 /dev/zero > "$1/ballast"
            copy=$2; disk=$1; shift 2
            "$@"
            cp "$disk"/agentflux.db* "$copy"
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "on a full disk updates are refused and none is lost, and with room again it goes on without a restart")
    void goesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        requireMounts(disk);
        List<String> command = new ArrayList<>(
                List.of("unshare", "-Urm", "sh", "-c", ON_SMALL_DISK, "sh", disk.toString(), copy.toString()));
        command.addAll(sandbox(disk.resolve("agentflux.db")));

        // only that process sees the disk
        List<String> decisions = survives(
                command,
                pid -> {},
                Obstacle.FULL,
                pid -> Files.delete(Path.of("/proc/" + pid + "/root" + disk.resolve("ballast"))));

        PersistentAgents.assertKept(copy.resolve("agentflux.db").toString(), decisions);
    }

    @Test
    @DisplayName(
            "while a limit forbids longer files updates are refused and none is lost, and it goes on when the limit is lifted")
    void goesOnWhenALimitIsLifted() throws Exception {
        Path store = folder.resolve("agentflux.db");

        List<String> decisions = survives(
                sandbox(store),
                pid -> limitFiles(pid, "1000000:unlimited"),
                Obstacle.REFUSED,
                pid -> limitFiles(pid, "unlimited"));

        PersistentAgents.assertKept(store.toString(), decisions);
    }

    private static void limitFiles(long pid, String limits) throws IOException, InterruptedException {
        assertThat(run("prlimit", "--pid", Long.toString(pid), "--fsize=" + limits))
                .isZero();
    }

    private interface OnProcess {
        void of(long pid) throws IOException, InterruptedException;
    }

    /** Answers with the ids of all decisions that were acknowledged; every update was, in the end. */
    private List<String> survives(List<String> command, OnProcess onceItServes, Obstacle obstacle, OnProcess makeRoom)
            throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ProcessHandle server = process.toHandle();
        try {
            String[] serving = awaitServing(process, output);
            long pid = Long.parseLong(serving[1]);
            server = ProcessHandle.of(pid).orElseThrow();
            onceItServes.of(pid);
            try (PersistentAgents agents = new PersistentAgents(URI.create(serving[2]), REASON_CHARACTERS)) {
                agents.awaitNotReady(obstacle);
                agents.awaitRefusals(100);
                agents.awaitNotReady(obstacle);

                makeRoom.of(pid);

                agents.awaitReady();
                agents.awaitDecisions(100);
                List<String> decisions = agents.finish();
                assertThat(agents.refusals())
                        .contains("{\"success\":false,\"error\":\"" + obstacle.sentence() + " Try again.\"}");
                return decisions;
            }
        } finally {
            server.destroyForcibly();
            process.waitFor();
        }
    }

    private static List<String> sandbox(Path store) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                ServedSandbox.class.getName(),
                store.toString());
    }

    private static String[] awaitServing(Process process, Path output) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            Optional<String> serving = Files.readAllLines(output).stream()
                    .filter(line -> line.matches("serving \\d+ http\\S+\\d"))
                    .findFirst();
            if (serving.isPresent()) {
                return serving.get().split(" ", -1);
            }
            if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new AssertionError("the sandbox did not start: " + Files.readString(output));
            }
        }
    }

    private static void requireMounts(Path disk) throws InterruptedException {
        try {
            if (run("unshare", "-Urm", "mount", "-t", "tmpfs", "none", disk.toString()) != 0) {
                throw new TestAbortedException(
                        "NOT TESTED on a full disk: this machine does not let this user mount one; see the other test");
            }
        } catch (IOException noSuchProgram) {
            throw new TestAbortedException("NOT TESTED on a full disk: there is no unshare", noSuchProgram);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
