package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, in a released layout and with a Java that prints what it is asked for. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String JAVA = """
            #!/bin/sh
            case $1 in
                -XshowSettings:properties) echo '    java.specification.version = 17' ;;
                *) echo "$@" ;;
            esac
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("a process without memory ends, whatever options Java is given")
    void endsWithoutMemory() throws Exception {
        assertThat(started("")).startsWith("-XX:+ExitOnOutOfMemoryError -XX:+UseParallelGC ");
        assertThat(started("-Xmx1g")).startsWith("-XX:+ExitOnOutOfMemoryError -Xmx1g ");
    }

    private String started(String options) throws IOException, InterruptedException {
        Path script = executable("agentflux", Files.readString(Path.of("../agentflux")));
        executable("jdk/bin/java", JAVA);
        Files.createDirectories(folder.resolve("lib"));
        Files.write(folder.resolve("lib/agentflux-cli.jar"), new byte[0]);
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "sandbox");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("AGENTFLUX_JAVA_OPTIONS", options);
        Process process = builder.redirectErrorStream(true).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path executable(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
