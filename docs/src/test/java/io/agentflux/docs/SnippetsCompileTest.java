package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnippetsCompileTest {

    static List<Snippet> snippets() {
        return Snippet.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    @DisplayName("every Java example of the documentation compiles as it stands")
    void compiles(Snippet snippet, @TempDir Path folder) throws IOException {
        assertThat(snippet.compileInto(folder)).isEmpty();
    }
}
