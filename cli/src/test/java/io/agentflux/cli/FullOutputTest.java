package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FullOutputTest {

    private static final Path FULL = Path.of("/dev/full");

    @Test
    @DisplayName("what a full disk does not take is told, and is no success")
    void fullDisk() throws IOException, InterruptedException {
        assumeTrue(Files.exists(FULL), "there is no " + FULL);
        Process process = new ProcessBuilder(ChildSandbox.command(List.of("power", "--effect", "0.5")))
                .redirectOutput(FULL.toFile())
                .start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("agentflux: the standard output did not take everything");
        assertThat(process.waitFor()).isEqualTo(ExitCode.FILE_ACCESS);
    }
}
