package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are those that the protocol's description tells of the older demonstration server. */
class CompatibleSignalsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Economy DEFAULTS = Economy.defaults();
    private static final int SEEDS = 2_000;

    private static CompatibleSignals treatment(long seed) {
        return new CompatibleSignals(VariantSpec.treatment("a", GuardrailLimits.standard()), seed);
    }

    private static CompatibleSignals control(long seed) {
        return new CompatibleSignals(VariantSpec.control("control"), seed);
    }

    private static MetricSignal metric(Signals signals, String name) {
        return Objects.requireNonNull(signals.metrics().get(name));
    }

    private static double mean(String metric, boolean isControl, Economy economy) {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> (isControl ? control(seed) : treatment(seed)).of(economy, 1, 1, NOW))
                .mapToDouble(signals -> metric(signals, metric).value())
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "SCAN_FREQUENCY, 1.947, 2.3",
        "RETENTION_RATE, 0.617, 0.68",
        "FEEDBACK_QUALITY, 2.807, 3.2",
        "ISSUE_REPORT_RATE, 0.931, 1.1",
    })
    @DisplayName("at the defaults a treatment is below the control's constants")
    void curvesAtTheDefaults(String metric, double treatment, double control) {
        assertThat(mean(metric, false, DEFAULTS)).isCloseTo(treatment, within(0.006));
        assertThat(mean(metric, true, DEFAULTS)).isCloseTo(control, within(0.006));
    }

    @ParameterizedTest
    @CsvSource({
        "SCAN_FREQUENCY, SCAN_XP, 15, 2.204",
        "RETENTION_RATE, STREAK_BONUS_PER_DAY, 8, 0.671",
        "FEEDBACK_QUALITY, FEEDBACK_XP, 22, 3.077",
        "ISSUE_REPORT_RATE, ISSUE_REPORT_XP, 38, 1.058",
    })
    @DisplayName("more of the metric's parameter gives more, with diminishing returns, and at once")
    void curvesAtTheHighest(String metric, EconomyParameter parameter, double value, double expected) {
        Economy raised = DEFAULTS.with(Map.of(parameter, value));

        assertThat(mean(metric, false, raised)).isCloseTo(expected, within(0.006));
        assertThat(mean(metric, true, raised)).isEqualTo(mean(metric, true, DEFAULTS));
    }

    @Test
    @DisplayName("the noise of scans is 0.08, and of the others in proportion")
    void noise() {
        double squares = IntStream.range(0, SEEDS)
                .mapToDouble(seed -> metric(treatment(seed).of(DEFAULTS, 1, 1, NOW), "SCAN_FREQUENCY")
                                .value()
                        - 1.947)
                .map(error -> error * error)
                .sum();

        assertThat(Math.sqrt(squares / SEEDS)).isCloseTo(0.08, within(0.005));
    }

    @Test
    @DisplayName("people and sample sizes grow with asking, up to 500 people")
    void grows() {
        CompatibleSignals people = treatment(1);
        Signals first = people.of(DEFAULTS, 1, 1, NOW);
        Signals fifth = people.of(DEFAULTS, 5, 1, NOW);
        Signals late = people.of(DEFAULTS, 5_000, 1, NOW);

        assertThat(first.enrolled()).isEqualTo(80);
        assertThat(people.of(DEFAULTS, 4, 1, NOW).enrolled()).isEqualTo(80);
        assertThat(fifth.enrolled()).isBetween(81, 83);
        assertThat(late.enrolled()).isEqualTo(500);
        assertThat(control(1).of(DEFAULTS, 0, 1, NOW).enrolled()).isEqualTo(75);
        assertThat(control(1).of(DEFAULTS, 5_000, 1, NOW).enrolled()).isEqualTo(500);
        assertThat(first.metrics().values())
                .allSatisfy(signal -> assertThat(signal.sampleSize()).isBetween(32, 38));
        assertThat(fifth.metrics().values())
                .allSatisfy(signal -> assertThat(signal.sampleSize()).isBetween(52, 58));
    }

    @Test
    @DisplayName("the metrics of one answer are of one sample")
    void isOneSample() {
        for (int seed = 0; seed < 100; seed++) {
            Signals signals = treatment(seed).of(DEFAULTS, 1, 1, NOW);

            assertThat(signals.metrics().values())
                    .extracting(MetricSignal::sampleSize)
                    .containsOnly(metric(signals, "SCAN_FREQUENCY").sampleSize());
        }
    }

    @Test
    @DisplayName("head counts are shares of the people, scans follow from the days")
    void headCounts() {
        for (int seed = 0; seed < 100; seed++) {
            Signals signals = treatment(seed).of(DEFAULTS, 1, 10, NOW);

            assertThat(signals.activeToday()).isBetween(20, 28);
            assertThat(signals.active7d()).isBetween(44, 52);
            assertThat(signals.totalScans()).isEqualTo(623);
            assertThat(signals.experimentDays()).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("the control shows constants: no noise, 25 people, high confidence, however often somebody asks")
    void controlIsConstant() {
        for (int questions : new int[] {0, 1, 2, 9, 5_000}) {
            Signals signals = control(questions).of(DEFAULTS, questions, 10, NOW);

            assertThat(signals.metrics())
                    .containsExactly(
                            Map.entry("SCAN_FREQUENCY", new MetricSignal(2.3, 0.9, 25, Confidence.HIGH)),
                            Map.entry("RETENTION_RATE", new MetricSignal(0.68, 0.14, 25, Confidence.HIGH)),
                            Map.entry("FEEDBACK_QUALITY", new MetricSignal(3.2, 0.6, 25, Confidence.HIGH)),
                            Map.entry("ISSUE_REPORT_RATE", new MetricSignal(1.1, 0.35, 25, Confidence.HIGH)));
            assertThat(signals.activeToday()).isEqualTo((int) (signals.enrolled() * 0.3));
        }
    }

    @Test
    @DisplayName("the same seed shows the same, another one something else")
    void isSeeded() {
        Signals signals = treatment(7).of(DEFAULTS, 3, 2, NOW);

        assertThat(treatment(7).of(DEFAULTS, 3, 2, NOW)).isEqualTo(signals);
        assertThat(treatment(8).of(DEFAULTS, 3, 2, NOW)).isNotEqualTo(signals);
    }
}
