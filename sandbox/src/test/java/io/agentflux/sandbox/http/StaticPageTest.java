package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StaticPageTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PAGE = "<style>a{}</style><script>1</script>";

    @Test
    @DisplayName("a page that could not be read once is read when it is asked for again, and then kept")
    void readsAgain() throws Exception {
        URI here = Objects.requireNonNull(StaticPageTest.class.getResource("StaticPageTest.class"))
                .toURI();
        Path file = Path.of(here).resolveSibling("late.html");
        StaticPage page = new StaticPage("late.html");
        assertThatThrownBy(() -> page.reply().block(SOON)).hasMessage("late.html is missing on the class path");

        Files.writeString(file, PAGE);
        try {
            assertThat(text(page)).isEqualTo(PAGE);
        } finally {
            Files.delete(file);
        }
        assertThat(text(page)).isEqualTo(PAGE);
    }

    private static String text(StaticPage page) {
        return new String(Objects.requireNonNull(page.reply().block(SOON)).bytes(), StandardCharsets.UTF_8);
    }
}
