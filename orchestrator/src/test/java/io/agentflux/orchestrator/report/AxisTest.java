package io.agentflux.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    @DisplayName("values close together stand in proportion, with round ticks and zero among them")
    void inProportion() {
        Axis axis = Axis.around(List.of(new double[] {-1.2, 0.4}, new double[] {0.8}), 0, 100);

        assertThat(axis.isProportional()).isTrue();
        assertThat(axis.ticks()).containsExactly(-1.0, -0.5, 0.0, 0.5);
        assertThat(axis.position(-0.2) - axis.position(-0.7))
                .isCloseTo(axis.position(0.5) - axis.position(0), within(1e-9));
    }

    @Test
    @DisplayName("when one strategy runs wild the others stay visible, in order, and all have room")
    void compressesTheWild() {
        Axis axis = Axis.around(List.of(new double[] {-60, -35}, new double[] {-4.5}, new double[] {0.3, 1}), 0, 600);

        assertThat(axis.isProportional()).isFalse();
        assertThat(axis.position(0) - axis.position(-4.5)).isGreaterThan(50);
        assertThat(axis.position(1) - axis.position(0)).isGreaterThan(15);
        assertThat(axis.position(-60)).isBetween(1.0, 60.0);
        assertThat(axis.ticks())
                .isSortedAccordingTo(Comparator.naturalOrder())
                .contains(0.0)
                .hasSizeBetween(3, 13);
    }

    @Test
    @DisplayName("no values, only zeros or values without end still give an axis")
    void emptyAxes() {
        for (List<double[]> rows : List.of(List.<double[]>of(), List.of(new double[] {0, 0}), List.of(new double[] {
            Double.NaN, Double.NEGATIVE_INFINITY
        }))) {
            Axis axis = Axis.around(rows, 0, 100);
            assertThat(axis.position(0)).isEqualTo(50);
            assertThat(axis.ticks()).contains(0.0);
        }
        assertThat(Axis.over(List.of(3.0, 3.0), 0, 100).position(3)).isEqualTo(50);
    }
}
