package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads each broken file and compares what is reported with the comments at its head: {@code # expect line:column message} for
 * each problem, or {@code # expect message} where the whole file is meant, and {@code # schema} with what JSON Schema can say:
 * {@code refuses}, {@code accepts} where the mistake is beyond it, {@code unreadable} where it is no YAML at all.
 */
class BrokenFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/broken");
    private static final SchemaJudge SCHEMA = new SchemaJudge(TestVocabulary.fixed());

    @TestFactory
    @DisplayName("each broken file is refused with the messages that it expects")
    Stream<DynamicTest> reportsEveryMistake() throws IOException {
        return files().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            String text = Files.readString(file);

            Reading<TournamentSpec> reading = TournamentFile.read(file, TestVocabulary.fixed());

            assertThat(reading).isInstanceOf(Reading.Invalid.class);
            List<Problem> problems = ((Reading.Invalid<TournamentSpec>) reading).problems();
            assertThat(problems).extracting(BrokenFilesTest::place).isEqualTo(comments(text, "# expect "));
        }));
    }

    @TestFactory
    @DisplayName("the JSON Schema refuses each broken file whose mistake it can express, and no other")
    Stream<DynamicTest> agreesWithSchema() throws IOException {
        return files().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            String text = Files.readString(file);

            String verdict = SCHEMA.judge(text)
                    .map(errors -> errors.isEmpty() ? "accepts" : "refuses")
                    .orElse("unreadable");

            assertThat(comments(text, "# schema ")).containsExactly(verdict);
        }));
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).hasSizeGreaterThan(80);
            return sorted.stream();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String place(Problem problem) {
        return problem.line() == 0
                ? problem.message()
                : problem.line() + ":" + problem.column() + " " + problem.message();
    }

    private static List<String> comments(String text, String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .toList();
    }
}
