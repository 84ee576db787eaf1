package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BomTest {

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern OWN_ARTIFACT = Pattern.compile("<artifactId>(agentflux-.*?)</artifactId>");
    private static final List<String> NOT_FOR_USE = List.of("bom", "docs", "benchmarks", "examples");

    @Test
    @DisplayName("the bill of materials names every module that others may depend on")
    void isComplete() {
        List<String> published = found(MODULE, "pom.xml").stream()
                .filter(module -> !NOT_FOR_USE.contains(module))
                .map(BomTest::artifact)
                .toList();

        assertThat(found(OWN_ARTIFACT, "bom/pom.xml").stream().skip(1)) // the first is its own
                .containsExactlyInAnyOrderElementsOf(published);
    }

    private static String artifact(String module) {
        return found(OWN_ARTIFACT, module + "/pom.xml").get(0);
    }

    private static List<String> found(Pattern pattern, String file) {
        try {
            return pattern.matcher(Files.readString(Snippet.root().resolve(Path.of(file))))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
