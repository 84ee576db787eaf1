package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    @DisplayName("bench agents runs agents over HTTP and prints lag, failures, CPU and heap")
    void agents() {
        CommandRun run = CommandRun.of(
                "bench",
                "agents",
                "--agents",
                "20",
                "--period",
                "PT0.2S",
                // a busy machine takes more than a second until the code runs that cycles are made of
                "--warm-up",
                "2",
                "--seconds",
                "3",
                "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode figures = JSON.readTree(run.out());
        assertThat(figures.get("cycles").asLong()).isPositive();
        assertThat(figures.get("failedCycles").asLong()).isZero();
        assertThat(figures.get("failedHeartbeats").asLong()).isZero();
        assertThat(figures.get("lagMaxMillis").asLong())
                .isGreaterThanOrEqualTo(figures.get("lagP50Millis").asLong());
        assertThat(figures.get("cpuMicrosPerCycle").asDouble()).isPositive();
        assertThat(figures.get("heapBytes").asLong()).isPositive();
    }

    @Test
    @DisplayName("bench training counts the steps of a learning loop")
    void training() {
        CommandRun run =
                CommandRun.of("bench", "training", "--worlds", "2", "--steps", "20", "--people", "20", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode figures = JSON.readTree(run.out());
        assertThat(figures.get("steps").asInt()).isEqualTo(20);
        assertThat(figures.get("stepsPerCpuSecond").asDouble()).isPositive();
    }

    @Test
    @DisplayName("bench soak tells what became of heartbeats and events, beside a reader that takes nothing")
    void soak() {
        CommandRun run = CommandRun.of(
                "bench",
                "soak",
                "--agents",
                "10",
                "--readers",
                "12",
                "--heartbeat",
                "PT1S",
                "--warm-up",
                "1",
                "--seconds",
                "2",
                "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode figures = JSON.readTree(run.out());
        assertThat(figures.get("heartbeats").asLong()).isPositive();
        assertThat(figures.get("failedHeartbeats").asLong()).isZero();
        assertThat(figures.get("decisions").asLong()).isEqualTo(6);
        assertThat(figures.get("failedReaders").asLong()).isZero();
        assertThat(figures.get("lostDeliveries").asLong()).isZero();
        assertThat(figures.get("deliveries").asLong()).isEqualTo(2 * 12);
        assertThat(figures.get("stalledStreams").asLong()).isPositive();
        assertThat(figures.get("heapBytes").size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("loads that measure nothing are mistakes on the command line")
    void mistakes() {
        assertThat(CommandRun.of("bench", "agents", "--seconds", "1").err()).contains("length PT1S");
        assertThat(CommandRun.of("bench", "training", "--worlds", "0").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("bench").err()).contains("training");
    }
}
