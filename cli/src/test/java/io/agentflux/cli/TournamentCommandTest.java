package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TournamentCommandTest {

    private static final String TINY = """
            name: tiny
            seed: 5
            replications: 3
            people: 60
            days: 10
            washout-days: 3
            scenarios: [stationary]
            strategies: [static, pid]
            """;

    @TempDir
    private Path folder;

    private record Run(int exitCode, String out, String err) {}

    private static Run agentflux(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = AgentFluxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = command.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tiny.yaml"), text);
    }

    private Run run(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "tournament",
                "run",
                file(TINY).toString(),
                "--quiet",
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(Arrays.asList(more));
        return agentflux(arguments.toArray(String[]::new));
    }

    @Test
    @DisplayName("run prints a ranking with intervals and verdicts, and keeps the results")
    void runsATournament() throws IOException {
        Run run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "rank",
                        "strategy",
                        "95 % interval",
                        "p (Holm)",
                        "better than doing nothing?",
                        "Report: ",
                        "Results: ")
                .doesNotContain("PARTIAL", "@|", "\u001b");
        assertThat(folder.resolve("out"))
                .isDirectoryContaining("glob:**/results.json")
                .isDirectoryContaining("glob:**/report.html")
                .isDirectoryContaining("glob:**/ranking.csv")
                .isDirectoryContaining("glob:**/matches.csv")
                .isDirectoryContaining("glob:**/scenarios.csv")
                .isDirectoryContaining("glob:**/tournament.json")
                .isDirectoryContaining("glob:**/run.json");
    }

    @Test
    @DisplayName("the results are the same bytes for 1, 2 and 8 workers")
    void sameBytesForAnyNumberOfWorkers() throws IOException {
        String one = run("--json", "--workers", "1").out();

        assertThat(run("--json", "--workers", "2").out()).isEqualTo(one);
        assertThat(run("--json", "--workers", "8").out()).isEqualTo(one);
        assertThat(Files.readString(folder.resolve("out/results.json"))).isEqualTo(one);
        assertThat(run("--json", "--seed", "6").out()).isNotEqualTo(one);
    }

    @Test
    @DisplayName(
            "the results are the same bytes on every Java version; a change of model or analysis changes this hash")
    void sameBytesOnEveryJava() throws IOException, NoSuchAlgorithmException {
        Run run = run("--json");
        byte[] results = run.out().getBytes(StandardCharsets.UTF_8);

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(results)))
                .as(run.err())
                .isEqualTo("d2af05b9ba8043e195493898f9b2f708e14fd48a8eebcac74a0c1e404cc4e462");
    }

    @Test
    @DisplayName("--csv prints the ranking, and one cannot ask for two formats")
    void printsCsv() throws IOException {
        Run csv = run("--csv");
        assertThat(csv.out()).as(csv.err()).startsWith("rank,strategy,");
        assertThat(run("--csv", "--json").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @DisplayName("the resolved plan reads back as the same plan")
    void keepsThePlan() throws IOException {
        run();
        Path resolved = folder.resolve("out/tournament.json");

        Run again = agentflux("tournament", "validate", "--json", resolved.toString());

        assertThat(again.err()).isEmpty();
        assertThat(again.out()).isEqualTo(Files.readString(resolved));
    }

    @Test
    @DisplayName("mistakes in a file are all reported with their places, and the exit code says so")
    void reportsMistakes() throws IOException {
        Path file = file(TINY.replace("[static, pid]", "[static, thomson]").replace("seed: 5", "seed: x"));

        Run run = agentflux("tournament", "validate", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_FILE);
        assertThat(run.err())
                .contains("tiny.yaml:2:7:", "tiny.yaml:8:")
                .contains("thomson", "did you mean 'thompson'?");
    }

    @Test
    @DisplayName("values on the command line are held to the same ranges as those in the file")
    void checksOverrides() throws IOException {
        Run run = run("--days", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("days");
        assertThat(run("--workers", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @DisplayName("a folder that cannot be written is found out before anything is played")
    void checksTheFolder() throws IOException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");

        Run run = run("--out", occupied.toString());

        assertThat(run.exitCode()).isIn(ExitCode.FILE_ACCESS, ExitCode.USAGE);
        Run alone = agentflux("tournament", "run", file(TINY).toString(), "--quiet", "--out", occupied.toString());
        assertThat(alone.exitCode()).isEqualTo(ExitCode.FILE_ACCESS);
        assertThat(alone.err()).contains("name another folder with --out");
    }

    @Test
    @DisplayName("a strategy of one's own can be named by its class")
    void playsClasses() throws IOException {
        Path file = file(TINY.replace("[static, pid]", "[{name: mine, strategy: " + Nudge.class.getName() + "}]"));

        Run run = agentflux(
                "tournament",
                "run",
                file.toString(),
                "--quiet",
                "--out",
                folder.resolve("out").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("mine ");
    }

    @Test
    @DisplayName("without a subcommand the usage is shown and the exit code is 2")
    void showsUsage() {
        Run run = agentflux();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Usage: agentflux");
    }
}
