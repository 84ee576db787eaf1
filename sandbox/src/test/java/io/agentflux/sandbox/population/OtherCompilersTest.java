package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCompilersTest {

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-UseSuperWord"})
    @DisplayName("Interpreted, compiled quickly or without vectors, people live the same lives to the bit")
    void sameBits(String option) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process other = new ProcessBuilder(
                        java.toString(),
                        option,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        GoldenLives.class.getName())
                .redirectError(ProcessBuilder.Redirect.to(new File("target", "other-compiler.log")))
                .start();
        try {
            String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(printed).isEqualTo(Long.toHexString(GoldenLives.hash()));
        } finally {
            other.destroyForcibly();
        }
    }
}
