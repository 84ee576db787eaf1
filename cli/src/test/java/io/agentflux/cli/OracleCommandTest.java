package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.oracle.Oracle;
import io.agentflux.sandbox.oracle.OracleLibrary;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OracleCommandTest {

    private static final String[] TINY_SEARCH = {
        "oracle", "sparse", "--recompute", "--people", "16", "--starts", "2", "--evaluations", "14", "--quiet"
    };

    @Test
    @DisplayName("oracle shows the economy, the sequence, the values with intervals and the certificate in words")
    void shows() {
        CommandRun run = CommandRun.of("oracle", "stationary");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "It belongs to the scenario and the model as they are now.",
                        "best static economy, from the first day",
                        "best sequence of 4 as guardrails allow",
                        "streakBonusCap",
                        "4 searches from different starts",
                        "4,096 economies spread over the whole box",
                        "with 95 % confidence; so it lies between",
                        "evidence and no proof")
                .doesNotContain("FAILS", "@|");
    }

    @Test
    @DisplayName("a scenario that differs in the number of people shares the oracle of the one it is like")
    void shares() {
        CommandRun run = CommandRun.of("oracle", "large");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("It is that of 'stationary'");
    }

    @Test
    @DisplayName("--json prints the oracle in the form in which it is shipped")
    void json() {
        assertThat(CommandRun.of("oracle", "farmers", "--json").out())
                .isEqualTo(OracleLibrary.named("farmers").orElseThrow().toJson());
    }

    @Test
    @DisplayName("without a scenario every one of the library is listed with its values")
    void lists() {
        CommandRun table = CommandRun.of("oracle");
        JsonNode list =
                JsonMapper.shared().readTree(CommandRun.of("oracle", "--json").out());

        assertThat(table.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(table.out()).contains(ScenarioLibrary.names());
        assertThat(list.size()).isEqualTo(ScenarioLibrary.names().size());
        for (JsonNode oracle : list.values()) {
            assertThat(oracle.get("belongs").booleanValue()).isTrue();
            assertThat(oracle.get("bestStatic").doubleValue())
                    .isGreaterThan(oracle.get("default").doubleValue());
        }
    }

    @Test
    @DisplayName("--recompute searches with the settings given, and says how the result compares with what is shipped")
    void recomputes() {
        CommandRun run = CommandRun.of(TINY_SEARCH);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "Searched just now",
                        "Searched with 16 people, 2 starts, 14 evaluations each",
                        "The oracle that is shipped gives its best static economy");

        String[] asJson = Arrays.copyOf(TINY_SEARCH, TINY_SEARCH.length + 1);
        asJson[TINY_SEARCH.length] = "--json";
        Oracle found = Oracle.fromJson(CommandRun.of(asJson).out());
        assertThat(found.settings().people()).isEqualTo(16);
        assertThat(found.belongsTo(ScenarioLibrary.named("sparse").orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oracle nowhere",
                "oracle --recompute",
                "oracle sparse --recompute --people 1",
                "oracle sparse --recompute --workers 0"
            })
    @DisplayName("what makes no sense is refused before anything is searched")
    void refuses(String line) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isNotBlank();
    }
}
