package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;

class SandboxCommandTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern CURL = Pattern.compile("Bearer (\\S+)' (http\\S+)");

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
    @DisplayName("the printed request works, is logged, and an interruption ends with what was done")
    void servesUntilInterrupted() throws IOException, InterruptedException {
        try (ServedSandbox sandbox = ServedSandbox.start(folder, "--people", "20", "--variants", "2")) {
            Matcher curl = CURL.matcher(sandbox.output());
            assertThat(curl.find()).isTrue();
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(curl.group(2)))
                                    .header("Authorization", "Bearer " + curl.group(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            sandbox.await("200 GET /api/arena/signals");
            sandbox.interrupt();

            assertThat(answer.body()).contains("\"SCAN_FREQUENCY\"");
            assertThat(sandbox.errors()).doesNotContain("INFO");
            assertThat(sandbox.output())
                    .contains("strat_demo_local")
                    .containsPattern("dashboard: http://[\\w.:]+/dashboard\n")
                    .containsPattern("Treatment-B +strat_[\\w-]+\\.[\\w-]{43}")
                    .containsPattern("administrator +admin_[\\w-]{43}")
                    .contains("1 requests: 1 observations, 0 updates accepted, 0 refused, 0 heartbeats");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
    @DisplayName(
            "a second start goes on where the first ended: same tokens, days and answers; the administrator's token is not shown again")
    void goesOn() throws IOException, InterruptedException {
        List<String> tokens;
        String answer;
        try (ServedSandbox first =
                ServedSandbox.start(folder, "--people", "20", "--variants", "2", "--day", "PT0.05S")) {
            tokens = first.tokens();
            answer = update(first, "key-1");
            first.interrupt();
        }
        try (ServedSandbox second =
                ServedSandbox.start(folder, "--people", "20", "--variants", "2", "--day", "PT0.05S")) {
            assertThat(second.tokens()).isEqualTo(tokens).hasSize(2);
            assertThat(update(second, "key-1")).isEqualTo(answer).contains("\"accepted\":true");
            assertThat(update(second, "key-2")).contains("RATE_LIMITED");
            assertThat(second.output()).doesNotContain("admin_").doesNotContain("it is day 1\n");
        }
        CommandRun verified = CommandRun.of(
                "audit",
                "verify",
                "--store",
                folder.resolve(ServedSandbox.STORE).toString());
        assertThat(verified.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(verified.out()).containsPattern("intact: \\d+ events").contains("--head ");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a POSIX signal to a real process")
    @DisplayName("an experiment of one's own is served from its file, with a token for each agent")
    void servesAFile() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("e.yaml"), """
                name: Spring
                people: {per-variant: 20}
                day: 10s
                variants:
                  - {name: Control, role: control}
                  - {name: Ada}
                  - {name: Grace, guardrails: aggressive}
                """);
        try (ServedSandbox sandbox = ServedSandbox.start(folder, "--experiment", file.toString())) {
            sandbox.interrupt();

            assertThat(sandbox.output())
                    .contains("Spring, exp_spring", "20 simulated people per variant", "limits of Ada: ")
                    .doesNotContain("strat_demo_local")
                    .containsPattern("Grace +strat_[\\w-]+\\.[\\w-]{43}");
        }
    }

    @Test
    @DisplayName("a mistake in the file of an experiment is reported where it stands")
    void reportsMistakesInTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), "name: Spring\nvariant: []\n");

        CommandRun run = CommandRun.of("sandbox", "--experiment", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_FILE);
        assertThat(run.err()).contains("e.yaml:2:1: unknown key 'variant'; did you mean 'variants'?");
    }

    @Test
    @DisplayName("more variants than there may be are refused before anything is started")
    void refusesTooManyVariants() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), """
                name: Spring
                variants:
                  - {name: Control, role: control}
                  - {name: Ada}
                  - {name: Grace}
                """);

        CommandRun run = CommandRun.of("sandbox", "--experiment", file.toString(), "--most-variants", "2");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_FILE);
        assertThat(run.err()).contains("e.yaml:5:5: the experiment has 3 variants, this one beyond the limit of 2");
    }

    @Test
    @DisplayName("a limit of variants that is told with a larger demonstration is refused")
    void refusesDemonstrationBeyondTheLimit() {
        CommandRun run = CommandRun.of("sandbox", "--variants", "9", "--most-variants", "9");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("--variants 9 and the control are more than --most-variants 9");
    }

    @Test
    @DisplayName("a port that somebody else listens on is told as such")
    void tellsWhyItCannotListen() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            CommandRun run = CommandRun.of("sandbox", "--store", "memory", "--people", "1", "--port", port);

            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(run.err())
                    .containsPattern("cannot listen on 127\\.0\\.0\\.1:" + port + ": Address already in use");
        }
    }

    @Test
    @DisplayName("a name to listen on that has no address is told as such")
    void tellsWhichNameHasNoAddress() throws IOException {
        CommandRun run = CommandRun.of(
                "sandbox", "--store", "memory", "--people", "1", "--host", "arena.invalid", "--port", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("cannot listen on arena.invalid:0: the name has no address");
    }

    @Test
    @DisplayName("a store that holds what this version cannot read is told as such, not as an address that is taken")
    void tellsWhatCannotBeRead() {
        String location = folder.resolve("strange.db").toString();
        ExperimentStore store =
                ExperimentStore.open(location, Schedulers.parallel()).block(SOON);
        store.put(new Document("experiment", "exp_1", 1, "{}")).block(SOON);
        store.close().block(SOON);

        CommandRun run = CommandRun.of("sandbox", "--store", location, "--port", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .contains("cannot start on what " + location + " holds: ")
                .doesNotContain("cannot listen");
    }

    @Test
    @DisplayName("what the file of an experiment says is not said again as an option")
    void refusesOptionsOfTheDemonstration() {
        CommandRun run = CommandRun.of("sandbox", "--experiment", "e.yaml", "--people", "3");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("--people is said in the file of the experiment; leave it out here");
        assertThat(CommandRun.of("sandbox", "--experiment", "e.yaml", "--profile", "compat")
                        .err())
                .contains("--profile is for the demonstration");
    }

    private static String update(ServedSandbox sandbox, String idempotencyKey)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + "/api/arena/variant/config"))
                                .header("Authorization", "Bearer strat_demo_local")
                                .header("Idempotency-Key", idempotencyKey)
                                .PUT(HttpRequest.BodyPublishers.ofString(
                                        "{\"economyOverrides\": {\"scanXp\": 12}, \"reasoning\": \"\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "--variants, 0, treatments",
        "--people, 0, people per variant",
        "--day, PT0S, a day lasts",
        "--day, 0s, a day lasts",
        "--day, P400000000D, a day lasts",
        "--day, 10x, give one such as 10s",
        "--no-such-option, 1, --no-such-option",
        "--most-variants, 1, --most-variants is 1",
        "--port, 70000, port",
        "--port, many, '--port': it is 'many'; give a whole number of at most 2147483647",
        "--seed, 1.5, '--seed': it is '1.5'; give a whole number of at most 9223372036854775807",
        "--speed, fast, '--speed': it is 'fast'; give a number",
        "--speed, 0, --speed is 0; give a number above 0 up to 86400000",
        "--speed, -2, --speed is -2; give",
        "--speed, 999999999999, --speed is 999999999999; give",
        "--store, mysql://root:secret@localhost/arena, the store is a URL that begins with 'mysql://'",
        "--store, jdbc:postgresql://localhost/arena, the store is a URL that begins with 'jdbc:postgresql://'",
        "--store, postgresql://localhost, the URL of the PostgreSQL database cannot be read",
        "--public-url, arena.example.org, the public URL is 'arena.example.org'",
        "--public-url, ftp://arena.example.org, the public URL is 'ftp://arena.example.org'"
    })
    @DisplayName("an option that makes no sense is refused in two lines and exit code 1")
    void refusesNonsense(String option, String value, String expected) {
        StringWriter err = new StringWriter();
        int exitCode = AgentFluxCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("sandbox", option, value);

        assertThat(exitCode).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString())
                .contains(expected)
                .endsWith("'agentflux sandbox --help' tells what it takes." + System.lineSeparator())
                .hasLineCount(2)
                .doesNotContain("secret");
    }
}
