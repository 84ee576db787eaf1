package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("the bar stays on its line, however narrow the terminal, and is gone at the end")
    void barLeavesNothing() {
        Progress bar = new Progress.Bar(out, "matches");

        bar.begin(40);
        for (int done = 1; done <= 40; done++) {
            bar.step(done);
        }
        bar.end();

        assertThat(text())
                .startsWith("\r\u001b[K\u001b[?7l[---")
                .contains("0 of 40 matches\u001b[?7h")
                .doesNotContain("\n");
        assertThat(text()).endsWith("\r\u001b[K");
    }

    @Test
    @DisplayName("elsewhere a quick run prints no line at all")
    void linesAreRare() {
        Progress lines = new Progress.Lines(out, "matches");

        lines.begin(40);
        for (int done = 1; done <= 40; done++) {
            lines.step(done);
        }
        lines.end();

        assertThat(text()).isEmpty();
    }

    @Test
    @DisplayName("the time left is that of the later half of the steps: a slow start does not count for ever")
    void timeLeft() {
        TimeLeft left = TimeLeft.of(100, 0);
        assertThat(left.text()).isEmpty();

        left.done(1, 10_000_000_000L);
        assertThat(left.estimate()).isEqualTo(Duration.ofSeconds(990));
        for (int step = 2; step <= 20; step++) {
            left.done(step, 10_000_000_000L + (step - 1) * 1_000_000_000L);
        }

        assertThat(left.estimate()).isEqualTo(Duration.ofSeconds(80));
        assertThat(left.text()).isEqualTo(", about 1 min 20 s left");
        left.done(100, 99_000_000_000L);
        assertThat(left.estimate()).isZero();
    }
}
