package io.agentflux.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that cross the border between an agent and its arena. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({"0,low", "9,low", "10,medium", "29,medium", "30,high", "2147483647,high"})
    @DisplayName("confidence follows from the sample size: 10 people for medium, 30 for high")
    void gradesConfidence(int sampleSize, String wireName) {
        MetricSignal signal = MetricSignal.of(1, null, sampleSize);

        assertThat(signal.confidence().wireName()).isEqualTo(wireName);
        assertThat(signal.isTrusted()).isEqualTo(sampleSize >= 10);
    }

    @Test
    @DisplayName("a signal reads as value, deviation, sample size and confidence")
    void signalHasATextForm() {
        assertThat(MetricSignal.of(1.98765, 0.456, 45)).hasToString("1.988 ± 0.46 (n=45, high)");
        assertThat(MetricSignal.of(0.5, null, 9)).hasToString("0.500 (n=9, low)");
        assertThat(MetricSignal.of(0.5, 0.0, 12)).hasToString("0.500 (n=12, medium)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @DisplayName("a signal that is not finite is refused")
    void signalRefusesNonsense(double nonsense) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricSignal.of(nonsense, null, 1))
                .withMessageStartingWith("value is " + nonsense);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricSignal.of(1, nonsense, 1))
                .withMessageStartingWith("standardDeviation is " + nonsense);
    }

    @Test
    @DisplayName("a negative sample size or deviation is refused")
    void signalRefusesNegatives() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricSignal.of(1, -0.1, 1))
                .withMessageStartingWith("standardDeviation is -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricSignal.of(1, null, -1))
                .withMessage("sampleSize is -1; it cannot be negative");
    }

    @Test
    @DisplayName("signals read as counts and metric names")
    void signalsHaveATextForm() {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        metrics.put("SCAN_FREQUENCY", MetricSignal.of(2, null, 30));
        metrics.put("RETENTION_RATE", MetricSignal.of(0.5, null, 9));

        assertThat(new Signals(40, 12, 30, 700, 3, metrics, null))
                .hasToString("Signals(enrolled=40, activeToday=12, day=3, metrics=SCAN_FREQUENCY, RETENTION_RATE)");
        assertThat(new Signals(0, 0, 0, 0, 0, Map.of(), null)).asString().contains("metrics=none");
    }

    @Test
    @DisplayName("signals find a metric by its standard name, and say whether it can be trusted")
    void signalsFindMetrics() {
        Map<String, MetricSignal> metrics = new HashMap<>();
        metrics.put("SCAN_FREQUENCY", MetricSignal.of(2, null, 30));
        metrics.put("RETENTION_RATE", MetricSignal.of(0.5, null, 9));
        Signals signals = new Signals(1, 1, 1, 1, 1, metrics, null);
        metrics.clear();

        assertThat(signals.trustedMetric(Metric.SCAN_FREQUENCY)).isPresent();
        assertThat(signals.metric(Metric.RETENTION_RATE)).isPresent();
        assertThat(signals.trustedMetric(Metric.RETENTION_RATE)).isEmpty();
        assertThat(signals.metric(Metric.STREAK_LENGTH)).isEmpty();
    }

    @Test
    @DisplayName("signals refuse negative counts")
    void signalsRefuseNegatives() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signals(1, 1, -2, 1, 1, Map.of(), null))
                .withMessageContaining("active7d=-2")
                .withMessageContaining("cannot be negative");
    }

    @Test
    @DisplayName("an update without a parameter is refused: holding is proposing nothing")
    void updateRefusesEmptiness() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigUpdate(Map.of(), "", Map.of()))
                .withMessageContaining("economyOverrides is empty");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
    @DisplayName("an update with a negative or not finite value is refused by name")
    void updateRefusesNonsense(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigUpdate.of(EconomyParameter.SCAN_XP, value, ""))
                .withMessage("scanXp is " + value + "; give a finite number that is not negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigUpdate(Collections.singletonMap("scanXp", null), "", Map.of()))
                .withMessageStartingWith("scanXp is null");
    }

    @Test
    @DisplayName("an update keeps the order of its parameters and does not see later changes")
    void updateCopiesInOrder() {
        Map<EconomyParameter, Double> overrides = new LinkedHashMap<>();
        overrides.put(EconomyParameter.STREAK_BONUS_CAP, 60.0);
        overrides.put(EconomyParameter.SCAN_XP, 12.0);
        ConfigUpdate update = ConfigUpdate.of(overrides, "more").withEvidence(Map.of("freq", 1.8));
        overrides.clear();

        assertThat(update.economyOverrides()).containsExactly(entry("streakBonusCap", 60.0), entry("scanXp", 12.0));
        assertThat(update.evidence()).containsExactly(entry("freq", 1.8));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> update.economyOverrides().put("scanXp", 1.0));
    }

    @Test
    @DisplayName("the text form of an update shows 50 characters of its reasoning")
    void updateHasATextForm() {
        assertThat(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "x".repeat(50)))
                .hasToString("ConfigUpdate({scanXp=12.0}, \"" + "x".repeat(50) + "\")");
        assertThat(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "x".repeat(51)))
                .hasToString("ConfigUpdate({scanXp=12.0}, \"" + "x".repeat(50) + "...\")");
    }

    @Test
    @DisplayName("a result knows the reason of its refusal, also one that this version does not know")
    void resultComparesReasons() {
        ConfigResult refused =
                new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", null, null, "dec_1", List.of());
        ConfigResult strange = new ConfigResult(false, Map.of(), Map.of(), "TOO_HOT", null, null, "dec_2", List.of());

        assertThat(refused.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(refused.isRejectedAs(RejectionCode.NO_VALID_KEYS)).isFalse();
        assertThat(strange.isRejectedAs(RejectionCode.RATE_LIMITED)).isFalse();
    }

    @Test
    @DisplayName("a scoreboard finds the control, and its entries say what they are")
    void scoreboardFindsTheControl() {
        ScoreboardEntry control = entryOf("Control", true);
        ScoreboardEntry treatment = entryOf("Treatment-A", false);

        assertThat(new Scoreboard(List.of(treatment, control)).control()).contains(control);
        assertThat(new Scoreboard(List.of(treatment)).control()).isEmpty();
        assertThat(control).hasToString("ScoreboardEntry(Control, control, enrolled=25, decisions=3)");
        assertThat(treatment).asString().contains("treatment");
    }

    private static ScoreboardEntry entryOf(String name, boolean isControl) {
        return new ScoreboardEntry(name, name, isControl, Economy.defaults(), null, null, Map.of(), 25, 20, 3, 1);
    }

    @Test
    @DisplayName("a cut-back value states its change in percent, also where the previous value was zero")
    void clampedDeltaStatesPercent() {
        assertThat(ClampedDelta.of(10, 100, 15, 10, 5).deltaPercent()).isEqualTo(50);
        assertThat(ClampedDelta.of(0, 9, 1, 0, 1).deltaPercent()).isEqualTo(100);
        assertThat(ClampedDelta.of(0, 9, 0, 0, 1).deltaPercent()).isZero();
        assertThat(ClampedDelta.of(10, 100, 15, 10, 5).withApplied(12))
                .isEqualTo(new ClampedDelta(10, 100, 12, 20, 10, 5));
    }
}
