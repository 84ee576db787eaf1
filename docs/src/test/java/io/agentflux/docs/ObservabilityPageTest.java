package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.observability.AgentMeters;
import io.agentflux.observability.AgentObservations;
import io.agentflux.observability.AgentObservations.CallEvent;
import io.agentflux.observability.AgentObservations.HighKey;
import io.agentflux.observability.AgentObservations.LowKey;
import io.micrometer.common.docs.KeyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keeps the reference at the end of {@code observability.md} and the names in step. With {@code -Dagentflux.docs.write=true} it
 * is written instead of compared.
 */
class ObservabilityPageTest {

    private static final Path PAGE = Path.of("observability.md");
    private static final String MARK = "-Dagentflux.docs.write=true -->\n";

    @Test
    @DisplayName("the page shows every observation and every meter with their keys")
    void isInStepWithTheNames() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(MARK) + MARK.length());
        String expected = written + reference();
        if (Boolean.getBoolean("agentflux.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String reference() {
        StringBuilder page = new StringBuilder("""

                ## Observations

                Each gives a timer of its name and a span.

                | Name | What is observed |
                |---|---|
                """);
        for (AgentObservations observation : AgentObservations.values()) {
            page.append(row(observation.getName(), observation.description()));
        }
        page.append("\n| Key | On | What it says |\n|---|---|---|\n");
        for (LowKey key : LowKey.values()) {
            page.append("| `%s` | timers and spans | %s |\n".formatted(key.asString(), key.description()));
        }
        page.append("| `error` | timers | The class of the error, `none` if there was none. |\n");
        for (HighKey key : HighKey.values()) {
            page.append("| `%s` | spans | %s |\n".formatted(key.asString(), key.description()));
        }
        page.append("\n| Event of a call | What happened |\n|---|---|\n");
        for (CallEvent event : CallEvent.values()) {
            page.append(row(event.getName(), event.description()));
        }
        page.append("\n## Meters\n\n| Name | Type | Unit | Tags | What is counted |\n|---|---|---|---|---|\n");
        for (AgentMeters meter : AgentMeters.values()) {
            String tags =
                    Arrays.stream(meter.getKeyNames()).map(KeyName::asString).collect(Collectors.joining("`, `"));
            page.append("| `%s` | %s | %s | `%s` | %s |\n"
                    .formatted(
                            meter.getName(),
                            meter.getType().name().toLowerCase(Locale.ROOT),
                            meter.getBaseUnit(),
                            tags,
                            meter.description()));
        }
        page.append("\n| Tag | What it says |\n|---|---|\n");
        for (AgentMeters.Key key : AgentMeters.Key.values()) {
            page.append(row(key.asString(), key.description()));
        }
        return page.toString();
    }

    private static String row(String name, String description) {
        return "| `%s` | %s |\n".formatted(name, description);
    }
}
