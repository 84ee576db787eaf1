package io.agentflux.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.statistics.EffectSize;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.TTest;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SampleComparisonTest {

    private static MetricSample overDays(double days, double... totals) {
        double[] denominators = new double[totals.length];
        Arrays.fill(denominators, days);
        return MetricSample.of(totals, denominators);
    }

    private static MetricSample share(int yes, int no) {
        double[] numerators = new double[yes + no];
        Arrays.fill(numerators, 0, yes, 1);
        return overDays(1, numerators);
    }

    private static SampleComparison compared(Metric metric, MetricSample a, MetricSample b) {
        return Objects.requireNonNull(SampleComparison.of(metric.kind(), a, b, 0.95));
    }

    @Test
    @DisplayName("a mean over equal days is compared by Welch's test of the people's own values")
    void comparesMeans() {
        MetricSample a = overDays(7, 14, 21, 7, 35, 28);
        MetricSample b = overDays(7, 7, 14, 7, 0, 14, 7);

        SampleComparison comparison = compared(Metric.SCAN_FREQUENCY, a, b);

        TTest welch = TTest.welch(Sample.of(2, 3, 1, 5, 4), Sample.of(1, 2, 1, 0, 2, 1), 0.95);
        assertThat(comparison.method()).isEqualTo("Welch t");
        assertThat(comparison.pValue()).isCloseTo(welch.pValue(), within(1e-12));
        assertThat(comparison.difference()).isCloseTo(a.value() - b.value(), within(1e-12));
        assertThat(comparison.interval().low()).isCloseTo(welch.difference().low(), within(1e-12));
        assertThat(comparison.effectSize())
                .isCloseTo(
                        EffectSize.of(Sample.of(2, 3, 1, 5, 4), Sample.of(1, 2, 1, 0, 2, 1), 0.95)
                                .cohenD(),
                        within(1e-12));
        assertThat(comparison.oddsRatio()).isNaN();
        assertThat(comparison.power()).isBetween(0.5, 0.8);
    }

    @Test
    @DisplayName(
            "people who have had no chance yet take no part in a ratio, and the difference is that of the shown values")
    void comparesRatios() {
        MetricSample a = MetricSample.of(new double[] {3, 2, 0, 4, 0}, new double[] {5, 2, 0, 6, 3});
        MetricSample b = MetricSample.of(new double[] {1, 1, 0, 2}, new double[] {4, 5, 2, 3});

        SampleComparison comparison = compared(Metric.FEEDBACK_QUALITY, a, b);

        assertThat(comparison.difference()).isCloseTo(9.0 / 16 - 4.0 / 14, within(1e-12));
        assertThat(comparison.method()).contains("delta method");
        assertThat(comparison)
                .isEqualTo(compared(
                        Metric.FEEDBACK_QUALITY,
                        MetricSample.of(new double[] {3, 2, 4, 0}, new double[] {5, 2, 6, 3}),
                        b));
    }

    @Test
    @DisplayName(
            "who completed a mission that was assigned before the window counts, so the difference is that of the shown values")
    void countsCompletionsOfEarlierMissions() {
        MetricSample a = MetricSample.of(new double[] {1, 0, 1, 1, 0}, new double[] {1, 1, 0, 1, 0});
        MetricSample b = MetricSample.of(new double[] {0, 0, 1, 0}, new double[] {1, 1, 1, 1});

        SampleComparison comparison = compared(Metric.MISSION_COMPLETION, a, b);

        assertThat(comparison.difference())
                .isEqualTo(a.value() - b.value(), within(1e-12))
                .isEqualTo(1 - 0.25, within(1e-12));
    }

    @Test
    @DisplayName("a proportion is compared by Fisher's exact test: [8 2; 1 5] gives p = 0.03497")
    void comparesProportions() {
        SampleComparison comparison = compared(Metric.RETENTION_RATE, share(8, 2), share(1, 5));

        assertThat(comparison.pValue()).isCloseTo(0.034965, within(1e-6));
        assertThat(comparison.oddsRatio()).isCloseTo(15.47, within(0.01));
        assertThat(comparison.difference()).isCloseTo(0.8 - 1.0 / 6, within(1e-12));
        assertThat(comparison.effectSize())
                .isCloseTo(2 * (Math.asin(Math.sqrt(0.8)) - Math.asin(Math.sqrt(1.0 / 6))), within(1e-12));
    }

    @Test
    @DisplayName("what cannot be told is left out: nobody, one person, or no difference between people at all")
    void leavesOutWhatCannotBeTold() {
        MetricSample some = overDays(1, 1, 2, 3);

        assertThat(SampleComparison.of(Metric.SCAN_FREQUENCY.kind(), some, overDays(1), 0.95))
                .isNull();
        assertThat(SampleComparison.of(Metric.SCAN_FREQUENCY.kind(), some, overDays(1, 5), 0.95))
                .isNull();
        assertThat(SampleComparison.of(Metric.STREAK_LENGTH.kind(), overDays(1, 2, 2), overDays(1, 1, 1), 0.95))
                .isNull();
        assertThat(SampleComparison.of(Metric.RETENTION_RATE.kind(), share(9, 0), share(4, 0), 0.95))
                .isNull();
        assertThat(SampleComparison.of(Metric.RETENTION_RATE.kind(), share(0, 0), share(4, 3), 0.95))
                .isNull();
    }

    @Test
    @DisplayName("an odds ratio without an end is told as unknown, everything else as it is")
    void tellsWhatIsFinite() {
        SampleComparison comparison = compared(Metric.RETENTION_RATE, share(9, 0), share(3, 6));

        MetricComparison told = comparison.corrected(0.2, 0.1, 0.95);

        assertThat(comparison.oddsRatio()).isInfinite();
        assertThat(told.oddsRatio()).isNull();
        assertThat(told.low()).isEqualTo(comparison.interval().low());
        assertThat(told.holmPValue()).isEqualTo(0.2);
        assertThat(told.isSignificant()).isFalse();
        assertThat(comparison.corrected(0.0499, 0.01, 0.95).isSignificant()).isTrue();
    }
}
