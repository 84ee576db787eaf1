package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
class InterruptionTest {

    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("an interrupted run ends soon, and what was played is printed, kept and marked as partial")
    void endsWithPartialResults() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("long.yaml"), """
                name: long
                replications: 100000
                people: 50
                days: 10
                scenarios: [stationary]
                strategies: [static, pid]
                """);
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = new ProcessBuilder(ChildSandbox.command(List.of(
                        "tournament",
                        "run",
                        file.toString(),
                        "--out",
                        folder.resolve("out").toString())))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            await(() -> Files.readString(err).contains("done"), process);
            // like Ctrl+C, but never ignored as that is in background jobs
            new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                    .start()
                    .waitFor();

            // a second on a quiet machine; the whole run takes hours
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(Files.readString(out)).contains("PARTIAL").contains("rank");
            assertThat(Files.readString(folder.resolve("out/results.json"))).contains("\"complete\" : false");
        } finally {
            process.destroyForcibly();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, Process process) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 600 && process.isAlive() && !condition.holds(); attempt++) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        assertThat(condition.holds()).isTrue();
    }
}
