package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertInterval;
import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Property(tries = 300)
    void anySplitOfTheObservationsGivesTheSameMoments(
            @ForAll @Size(min = 3, max = 40) List<@DoubleRange(min = -1e3, max = 1e3) Double> observations,
            @ForAll @IntRange(min = 0, max = 40) int at) {
        double[] values = observations.stream().mapToDouble(Double::doubleValue).toArray();
        int cut = Math.min(at, values.length);
        Sample whole = Sample.of(values);
        Sample merged =
                Sample.of(Arrays.copyOf(values, cut)).merge(Sample.of(Arrays.copyOfRange(values, cut, values.length)));
        Sample streamed = Sample.empty();
        for (double value : values) {
            streamed = streamed.plus(value);
        }

        for (Sample other : new Sample[] {merged, streamed}) {
            assertThat(other.n()).isEqualTo(whole.n());
            assertThat(other.mean()).isCloseTo(whole.mean(), org.assertj.core.data.Offset.offset(1e-10));
            assertThat(other.squaredDeviations())
                    .isCloseTo(whole.squaredDeviations(), org.assertj.core.data.Offset.offset(1e-7));
        }
    }

    @Test
    @DisplayName("a large common offset does not spoil the variance")
    void largeOffset() {
        assertRelative(Sample.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).variance(), 30, 1e-15);
    }

    @Test
    @DisplayName("the mean has R's t interval")
    void meanInterval() {
        // R: t.test(x, y[1:10], paired = TRUE) is the one-sample test of the differences
        double[] differences = new double[10];
        for (int i = 0; i < 10; i++) {
            differences[i] = Golden.X[i] - Golden.Y[i];
        }
        assertInterval(Sample.of(differences).meanInterval(0.95), -1.03925481911, -0.168745180887, 1e-11);
    }

    @Test
    @DisplayName("empty, single, constant and NaN samples have written outcomes")
    void writtenOutcomes() {
        assertThat(Sample.empty().evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(Sample.empty().mean()).isNaN();
        assertThat(Sample.empty().variance()).isNaN();
        assertThat(Sample.of(3).evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(Sample.of(3).meanInterval(0.95)).isEqualTo(Interval.unbounded(3, 0.95, "t"));
        assertThat(Sample.of(0.1, 0.1, 0.1).evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(Sample.of(0.1, 0.1, 0.1).meanInterval(0.95).width()).isZero();
        assertThat(Sample.of(1, Double.NaN, 2).evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(Sample.of(1, 2).plus(Double.POSITIVE_INFINITY).evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(Sample.of(1, 2).plus(Double.NaN).meanInterval(0.9).width()).isInfinite();
    }

    @Test
    @DisplayName("moments that no sample can have are refused")
    void refusesImpossibleMoments() {
        assertThatThrownBy(() -> new Sample(-1, 0, 0)).hasMessageContaining("-1 observations");
        assertThatThrownBy(() -> new Sample(0, 2, 0)).hasMessageContaining("cannot have mean 2.0");
        assertThatThrownBy(() -> Sample.of(1, 2).meanInterval(95)).hasMessageContaining("0.95 is usual");
        assertThatThrownBy(() -> new Interval(0, 1, -1, 0.95, "t")).hasMessageContaining("empty");
    }
}
