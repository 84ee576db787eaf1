package io.agentflux.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompositeScoreTest {

    @ParameterizedTest
    @CsvSource({
        // 0.4*2 + 3.5*0.6 + 2.5*0.4
        "WEIGHTED, 3.9, 0",
        // 0.4*0.4 + 0.35*0.6 + 0.25*0.4
        "NORMALISED, 0.47, 0",
        "NORMALISED_OPTIMISTIC, 0.47, 0.45",
        // 0.5*2 + 5*0.6
        "ENGAGEMENT, 4, 0",
        // 0.4*2 + 0.3*0.6 + 0.2*0.4
        "UNSCALED, 1.06, 0",
    })
    @DisplayName("the presets at frequency 2, retention 0.6, quality 0.4, and with nothing trusted")
    void hasPresets(CompositeScore score, double expected, double untrusted) {
        assertThat(score.of(Worlds.threeMetrics(2, 0.6, 0.4))).isCloseTo(expected, within(1e-12));
        assertThat(score.of(Worlds.nothing())).isCloseTo(untrusted, within(1e-12));
        assertThat(score.of(Worlds.signals(Map.of(Metric.SCAN_FREQUENCY, 2.0), 9)))
                .isCloseTo(untrusted, within(1e-12));
    }

    @Test
    @DisplayName("the normalised score takes five scans a day for the most that counts")
    void capsFrequency() {
        assertThat(CompositeScore.NORMALISED.of(Worlds.frequency(5))).isEqualTo(0.4);
        assertThat(CompositeScore.NORMALISED.of(Worlds.frequency(50))).isEqualTo(0.4);
    }

    @Test
    @DisplayName("a score is trusted if what is reported of it rests on enough people")
    void knowsWhenToTrust() {
        CompositeScore score = CompositeScore.WEIGHTED;
        MetricSignal trusted = MetricSignal.of(1, null, 10);
        MetricSignal untrusted = MetricSignal.of(1, null, 9);

        assertThat(score.isTrusted(Worlds.nothing())).isFalse();
        assertThat(score.isTrusted(Worlds.frequency(2))).isTrue();
        assertThat(score.isTrusted(Worlds.signals(Map.of(Metric.STREAK_LENGTH, 3.0))))
                .isFalse();
        assertThat(score.isTrusted(signals(Map.of("SCAN_FREQUENCY", trusted, "RETENTION_RATE", untrusted))))
                .isFalse();
        assertThat(score.isTrusted(signals(Map.of("SCAN_FREQUENCY", trusted, "STREAK_LENGTH", untrusted))))
                .isTrue();
    }

    private static Signals signals(Map<String, MetricSignal> metrics) {
        return new Signals(10, 10, 10, 10, 1, metrics, null);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a score is found by the name that files use")
    void isFoundByName(CompositeScore score) {
        assertThat(score.wireName()).matches("[a-z]+(-[a-z]+)*");
        assertThat(CompositeScore.ofWireName(score.wireName())).isEqualTo(score);
    }
}
