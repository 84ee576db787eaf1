package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxCommandTest {

    private static final Pattern CURL = Pattern.compile("Bearer (\\S+)' (http\\S+)");

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
    @DisplayName("the printed request works, is logged, and an interruption ends with what was done")
    void servesUntilInterrupted() throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentFluxCommand.class.getName(),
                        "sandbox",
                        "--port",
                        "0",
                        "--people",
                        "20",
                        "--variants",
                        "2"))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try {
            await(out, "Ctrl+C", process);
            Matcher curl = CURL.matcher(Files.readString(out));
            assertThat(curl.find()).isTrue();
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(curl.group(2)))
                                    .header("Authorization", "Bearer " + curl.group(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            await(out, "200 GET /api/arena/signals", process);
            // like Ctrl+C, but never ignored as that is in background jobs
            new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answer.body()).contains("\"SCAN_FREQUENCY\"");
            assertThat(Files.readString(out))
                    .contains("strat_demo_local")
                    .containsPattern("Treatment-B +strat_[\\w-]{43}")
                    .contains("1 requests: 1 observations, 0 updates accepted, 0 refused, 0 heartbeats");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void await(Path file, String text, Process process) throws IOException, InterruptedException {
        for (int attempt = 0;
                attempt < 600 && process.isAlive() && !Files.readString(file).contains(text);
                attempt++) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        assertThat(Files.readString(file)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "--variants, 0, treatments",
        "--people, 0, people per variant",
        "--day, PT0S, a day lasts",
        "--port, 70000, port"
    })
    @DisplayName("an option that makes no sense is refused in words")
    void refusesNonsense(String option, String value, String expected) {
        StringWriter err = new StringWriter();
        int exitCode = AgentFluxCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("sandbox", option, value);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(expected);
    }
}
