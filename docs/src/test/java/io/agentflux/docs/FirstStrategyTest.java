package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.config.Reading;
import io.agentflux.config.TournamentAssembly;
import io.agentflux.config.TournamentFile;
import io.agentflux.config.TournamentSpec;
import io.agentflux.config.Vocabulary;
import io.agentflux.orchestrator.MatchExecutor;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.strategy.StrategyCatalog;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStrategyTest {

    private static final Path PAGE = Snippet.root().resolve("docs/your-first-strategy.md");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\R(.*?)^```");

    @Test
    @DisplayName("the first strategy of the guide is 15 lines or less, and the file of the guide plays it by its class")
    void plays(@TempDir Path folder) throws IOException {
        Snippet first = Snippet.of(PAGE).get(0);
        assertThat(first.code().lines().filter(line -> !line.isBlank() && !line.startsWith("import")))
                .hasSizeLessThanOrEqualTo(15);
        assertThat(first.compileInto(folder)).isEmpty();

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            StrategyCatalog catalog = StrategyCatalog.load(loader);
            Reading<TournamentSpec> reading =
                    TournamentFile.parse("mine.yaml", yamlOfThePage(), Vocabulary.of(catalog));
            assertThat(reading).isInstanceOf(Reading.Valid.class);
            TournamentSpec spec = ((Reading.Valid<TournamentSpec>) reading)
                    .value()
                    .withReplications(1)
                    .withDays(5);

            Tournament tournament = TournamentAssembly.of(spec, catalog);
            List<MatchResult> results =
                    tournament.play(MatchExecutor.local(1)).collectList().block(Duration.ofSeconds(60));

            assertThat(results).hasSize(1);
            assertThat(results.get(0).conduct().get("feedback-nudge").accepted())
                    .isPositive();
        }
    }

    private static String yamlOfThePage() throws IOException {
        Matcher yaml = YAML.matcher(Files.readString(PAGE));
        assertThat(yaml.find()).isTrue();
        return yaml.group(1);
    }
}
