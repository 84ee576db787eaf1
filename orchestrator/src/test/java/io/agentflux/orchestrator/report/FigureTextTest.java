package io.agentflux.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.statistics.Interval;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FigureTextTest {

    @Test
    @DisplayName("numbers have fixed decimals, no negative zero, and a dash where there is none")
    void numbers() {
        assertThat(FigureText.fixed(-0.0004, 2)).isEqualTo("0.00");
        assertThat(FigureText.fixed(12.345, 1)).isEqualTo("12.3");
        assertThat(FigureText.signed(0.5, 2)).isEqualTo("+0.50");
        assertThat(FigureText.signed(0.001, 2)).isEqualTo("0.00");
        assertThat(FigureText.signed(-3, 0)).isEqualTo("-3");
        assertThat(FigureText.fixed(Double.NaN, 2)).isEqualTo("-");
        assertThat(FigureText.signed(Double.POSITIVE_INFINITY, 2)).isEqualTo("-");
    }

    @Test
    @DisplayName("the last bits of a number do not change its text")
    void lastBits() {
        assertThat(FigureText.fixed(Math.nextDown(0.125), 2))
                .isEqualTo(FigureText.fixed(0.125, 2))
                .isEqualTo(FigureText.fixed(Math.nextUp(0.125), 2));
    }

    @Test
    @DisplayName("intervals, probabilities and levels read as people write them")
    void intervalsAndProbabilities() {
        assertThat(FigureText.interval(new Interval(0, -1, 1.005, 0.95, "m"), 2))
                .isEqualTo("[-1.00, 1.01]");
        assertThat(FigureText.interval(Interval.unbounded(0, 0.95, "m"), 2)).isEqualTo("[unknown]");
        assertThat(FigureText.probability(0.04999)).isEqualTo("0.050");
        assertThat(FigureText.probability(0.00042)).isEqualTo("4e-4");
        assertThat(FigureText.probability(3e-14)).isEqualTo("3e-14");
        assertThat(FigureText.probability(0)).isEqualTo("<1e-300");
        assertThat(FigureText.probability(Double.NaN)).isEqualTo("-");
        assertThat(FigureText.percent(0.95)).isEqualTo("95 %");
        assertThat(FigureText.percent(0.999)).isEqualTo("99.9 %");
    }
}
