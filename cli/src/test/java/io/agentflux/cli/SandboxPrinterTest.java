package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.RejectionCode;
import io.agentflux.sandbox.http.ServedRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class SandboxPrinterTest {

    private static final ConfigResult ACCEPTED = result(Map.of(), null);
    private static final ConfigResult CLAMPED = result(Map.of("scanXp", ClampedDelta.of(10, 40, 15, 10, 5)), null);
    private static final ConfigResult REJECTED = result(Map.of(), RejectionCode.RATE_LIMITED);

    private static ConfigResult result(Map<String, ClampedDelta> clamped, @Nullable RejectionCode refusal) {
        String reason = refusal == null ? null : refusal.name();
        return new ConfigResult(refusal == null, Map.of(), clamped, reason, reason, null, "dec_1", List.of());
    }

    private static String line(Ansi ansi, String path, int status, @Nullable ConfigResult update) {
        StringWriter out = new StringWriter();
        new SandboxPrinter(new PrintWriter(out), ansi)
                .request(new ServedRequest(
                        Instant.parse("2026-01-02T03:04:05Z"), "PUT", path, status, Duration.ofMillis(2), update));
        return out.toString().strip();
    }

    @Test
    @DisplayName("a request is a line with the time of day, and what became of an update is its badge")
    void showsBadges() {
        assertThat(line(Ansi.OFF, "/config", 404, null)).matches("\\d\\d:\\d\\d:05 404 PUT /config 2\\.0 ms");
        assertThat(line(Ansi.OFF, "/config", 200, ACCEPTED)).endsWith(" 200 PUT /config 2.0 ms  ACCEPTED");
        assertThat(line(Ansi.OFF, "/config", 200, CLAMPED)).endsWith("  CLAMPED scanXp");
        assertThat(line(Ansi.OFF, "/config", 200, REJECTED)).endsWith("  REJECTED RATE_LIMITED");
    }

    @Test
    @DisplayName("colours tell outcomes apart where there are colours")
    void showsColours() {
        assertThat(line(Ansi.ON, "/config", 200, ACCEPTED)).contains("\u001B[32m200", "\u001B[1m\u001B[32mACCEPTED");
        assertThat(line(Ansi.ON, "/config", 200, CLAMPED)).contains("\u001B[1m\u001B[33mCLAMPED");
        assertThat(line(Ansi.ON, "/config", 200, REJECTED)).contains("\u001B[1m\u001B[31mREJECTED");
        assertThat(line(Ansi.ON, "/config", 503, null)).contains("\u001B[31m503");
    }

    @Test
    @DisplayName("a path is shown as it is, but can neither move the cursor nor colour the line")
    void distrustsPaths() {
        assertThat(line(Ansi.ON, "/\u001B[2J@|red,bold x|@%n", 404, null)).contains("PUT /?[2J@|red,bold?x|@%n 2.0 ms");
    }

    @Test
    @DisplayName("who opens the sandbox to other machines is warned of what they could do, and of nothing else")
    void warnsOfOthers() {
        assertThat(SandboxPrinter.warnings(true, false)).isEmpty();
        assertThat(SandboxPrinter.warnings(true, true))
                .singleElement()
                .asString()
                .contains("everybody knows the first token")
                .doesNotContain("plain HTTP");
        assertThat(SandboxPrinter.warnings(false, false))
                .singleElement()
                .asString()
                .contains("over plain HTTP");
        assertThat(SandboxPrinter.warnings(false, true)).hasSize(2);
    }
}
