package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code options.md} and the Javadoc of the options in step. With {@code -Dagentflux.docs.write=true} the page is written
 * instead of compared.
 */
class OptionsPageTest {

    private static final Path PAGE = Path.of("options.md");

    private static final String HEAD = """
            # Options

            <!-- Generated from the Javadoc; do not edit. Write it anew after a change with
                 ./mvnw -pl docs -am test -Dtest=OptionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dagentflux.docs.write=true -->

            Descriptions are immutable: each option gives a changed copy. What is not set has the default that is named.
            """;

    /**
     * A class with options.
     *
     * @param source its source in the module core
     * @param what what it describes
     */
    private record Described(String source, String what) {}

    private static final List<Described> CLASSES = List.of(
            new Described("AgentFlux", "An agent, [of an arena](agents.md) or of anything else."),
            new Described(
                    "Cadence", "When ticks are due. Begins with `Cadence.fixedDelay(delay)` or `fixedRate(period)`."),
            new Described(
                    "Backoff", "How failed calls are tried again. Begins with `Backoff.exponential(retries, first)`."),
            new Described("Fleet", "Many agents. Begins with `Fleet.of(...)`."),
            new Described(
                    "arena/http/ArenaClientBuilder",
                    "The [client](client.md). Begins with `ArenaClient.builder(access)`."),
            new Described(
                    "arena/journal/JournalFile",
                    "The file of a [journal](agents.md#a-journal-of-decisions). Begins with `JournalFile.of(path)`."),
            new Described(
                    "arena/rl/ArenaTask", "A [learning task](environments.md). Begins with `ArenaTask.of(actions)`."),
            new Described(
                    "arena/rl/ObservationSpace",
                    "What a learner sees. Begins with `ObservationSpace.flat()` or `empty()`."));

    @Test
    @DisplayName("the page shows every option with what its Javadoc says")
    void isInStepWithTheJavadoc() throws IOException {
        String page = page();
        if (Boolean.getBoolean("agentflux.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Described described : CLASSES) {
            String name = Path.of(described.source()).getFileName().toString();
            page.append(
                    "\n## %s\n\n%s\n\n| Option | Meaning and default |\n|---|---|\n".formatted(name, described.what()));
            Path source = Snippet.root().resolve("core/src/main/java/io/agentflux/" + described.source() + ".java");
            for (JavadocOptions.Option option : JavadocOptions.of(source)) {
                assertThat(option.meaning())
                        .as("%s.%s has no Javadoc", name, option.call())
                        .isNotEmpty();
                page.append("| `%s` | %s |\n".formatted(option.call(), option.meaning()));
            }
        }
        return page.toString();
    }
}
