package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "P1D, day",
        "PT6H, 6 hours",
        "PT1H30M, 1 hour 30 minutes",
        "PT10S, 10 seconds",
        "PT1S, second",
        "PT0.02S, 20 milliseconds"
    })
    @DisplayName("a duration is told in words, without units that are not there")
    void inWords(Duration duration, String words) {
        assertThat(Durations.inWords(duration)).isEqualTo(words);
    }
}
