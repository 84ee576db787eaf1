package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectionCommandsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    @Test
    @DisplayName("strategies lists the catalogue, and shows the parameters of one with defaults and ranges")
    void strategies() {
        assertThat(CommandRun.of("strategies").out())
                .contains("pid ", "random-walk ")
                .doesNotContain("@|");

        assertThat(CommandRun.of("strategies", "pid").out())
                .contains("lever: scanXp", "feedbackDailyCap.", "kp: 0.5", "From 0 to 1000.");

        JsonNode all = JSON.readTree(CommandRun.of("strategies", "--json").out());
        assertThat(all.size()).isGreaterThanOrEqualTo(5);
        JsonNode pid =
                JSON.readTree(CommandRun.of("strategies", "pid", "--json").out());
        assertThat(pid.at("/parameters/3/name").asString()).isEqualTo("kp");
        assertThat(pid.at("/parameters/3/default").asDouble()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thomson", "no.such.Class", "java.lang.String"})
    @DisplayName("a strategy that cannot be found is a mistake on the command line, with the reason")
    void unknownStrategy(String name) {
        CommandRun run = CommandRun.of("strategies", name);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(name);
    }

    @Test
    @DisplayName("world list and describe show the scenarios, what differs and how their people live")
    void worlds() {
        assertThat(CommandRun.of("world", "list").out()).contains("stationary ", "1,000,000");
        assertThat(JSON.readTree(CommandRun.of("world", "list", "--json").out()).size())
                .isGreaterThanOrEqualTo(10);

        String farmers = CommandRun.of("world", "describe", "farmers", "--worlds", "3", "--people", "50")
                .out();
        assertThat(farmers)
                .contains("farmer 22 %", "perfunctory-weight", "in 3 worlds of 50 people", "RETENTION_RATE", "score");

        JsonNode json =
                JSON.readTree(CommandRun.of("world", "describe", "farmers", "--worlds", "3", "--people", "50", "--json")
                        .out());
        assertThat(json.at("/constants/perfunctory-weight").asDouble()).isEqualTo(0.12);
        assertThat(json.at("/metrics/RETENTION_RATE/low").asDouble())
                .isLessThan(json.at("/metrics/RETENTION_RATE/high").asDouble());
    }

    @ParameterizedTest
    @CsvSource({
        "outage, the app is down from day 30 until day 34",
        "seasonal, a season of 56 days",
        "regime-shift, from day 42",
        "multi-tenant, tenant volunteers",
        "consumer-funnel, newcomers each day: 3 %",
        "randomised, constants are drawn anew for each seed"
    })
    @DisplayName("what sets a scenario apart is said")
    void peculiarities(String scenario, String said) {
        assertThat(CommandRun.of("world", "describe", scenario, "--worlds", "2", "--people", "20")
                        .out())
                .contains(said);
    }

    @Test
    @DisplayName("sweep shows metrics and score for each value in order, marks the default and draws the curves")
    void sweep() throws IOException {
        Path plot = folder.resolve("plots/scan.html");

        CommandRun run = CommandRun.of(
                "world",
                "sweep",
                "stationary",
                "--lever",
                "scanXp",
                "--values",
                "20,0,10",
                "--people",
                "100",
                "--plot",
                plot.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsSubsequence("scanXp", "\n     0 ", "\n    10 ", "default", "\n    20 ");
        assertThat(Files.readString(plot)).contains("RETENTION_RATE", "--values 0,10,20");
        assertThat(run.out()).contains("best here", plot.toString());
    }

    @Test
    @DisplayName(
            "a lever or scenario that does not exist, and values without a meaning, are refused with what there is")
    void refusesOddSweeps() {
        assertThat(CommandRun.of("world", "sweep", "stationary", "--lever", "scanXP")
                        .err())
                .contains("there is no lever 'scanXP'", "scanXp, feedbackXp");
        assertThat(CommandRun.of("world", "describe", "nowhere").err())
                .contains("there is no scenario 'nowhere'", "stationary");
        CommandRun negative =
                CommandRun.of("world", "sweep", "sparse", "--lever", "scanXp", "--values", "-1", "--people", "10");
        assertThat(negative.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(negative.err()).contains("-1");
    }

    @Test
    @DisplayName("benchmarks print what they measured, as text and as JSON")
    void benchmarks() {
        assertThat(CommandRun.of("bench", "population", "--windows", "1").out()).contains("user-days per second");
        assertThat(JSON.readTree(CommandRun.of("bench", "population", "--windows", "1", "--json")
                                .out())
                        .at("/bestUserDaysPerSecond")
                        .asDouble())
                .isPositive();
        assertThat(JSON.readTree(CommandRun.of("bench", "engine", "--rounds", "1", "--json")
                                .out())
                        .at("/agentOverByHand")
                        .asDouble())
                .isPositive();
        assertThat(CommandRun.of("bench", "engine", "--rounds", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @DisplayName("the self-test reports every check, and its exit code says whether all passed")
    void selfTest() {
        CommandRun run = CommandRun.of("selftest", "population", "--experiments", "20");

        assertThat(run.out()).contains("false alarms of RETENTION_RATE", "coverage of the plain interval");
        assertThat(run.exitCode()).isEqualTo(run.out().contains("FAILED") ? ExitCode.FAILURE : ExitCode.OK);
    }

    @Test
    @DisplayName("what stands below a help is broken into lines by the terminal's width alone")
    void footers() {
        assertThat(withAllBelow(AgentFluxCommand.commandLine()))
                .flatExtracting(command ->
                        List.of(command.getCommandSpec().usageMessage().footer()))
                .allSatisfy(paragraph -> assertThat(paragraph).matches("|.*\\."));
    }

    private static Stream<CommandLine> withAllBelow(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(InspectionCommandsTest::withAllBelow));
    }

    @Test
    @DisplayName("power tells how many people an effect takes, and how many days")
    void power() {
        assertThat(CommandRun.of("power", "--effect", "0.5", "--arrivals-per-day", "20")
                        .out())
                .contains("in 80 of 100 experiments, at 5 %", "63 people per variant (64 for", "126 in 2", "7 days");

        JsonNode plan = JSON.readTree(
                CommandRun.of("power", "--effect", "0.2", "--json").out());
        assertThat(plan.get("peoplePerVariant").asInt()).isEqualTo(393);
        assertThat(plan.has("days")).isFalse();
        assertThat(CommandRun.of("power", "--effect", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("power").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @DisplayName("world optima shows for each lever where it is best, and all ten are best inside their range")
    void optima() {
        assertThat(CommandRun.of("world", "optima", "stationary", "--people", "1024")
                        .out())
                .contains("scanXp ", "feedbackDailyCap ", "of 10 levers are best inside");

        JsonNode optima = JSON.readTree(CommandRun.of("world", "optima", "sparse", "--people", "64", "--json")
                .out());
        assertThat(optima.size()).isEqualTo(10);
        assertThat(optima.at("/0/values").size())
                .isEqualTo(optima.at("/0/objective").size());
        assertThat(CommandRun.of("world", "optima", "stationary", "--people", "0")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    @DisplayName("bench population --scaling shows time and memory per person by size, linear in people")
    void scaling() {
        JsonNode points =
                JSON.readTree(CommandRun.of("bench", "population", "--scaling", "--largest", "10000", "--json")
                        .out());

        assertThat(points.size()).isEqualTo(2);
        assertThat(points.at("/1/people").asInt()).isEqualTo(10_000);
        assertThat(points.at("/1/nanosPerUserDay").asDouble()).isPositive();
    }
}
