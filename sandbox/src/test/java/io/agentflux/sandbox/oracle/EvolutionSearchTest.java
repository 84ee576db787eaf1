package io.agentflux.sandbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EvolutionSearchTest {

    /** Its maximum, 2, is where every coordinate is 0.5; neighbours are coupled and scales differ a hundredfold. */
    private static double ridge(double[] point) {
        double loss = 0;
        for (int i = 0; i < point.length; i++) {
            double previous = i == 0 ? 0 : point[i - 1] - .5;
            double away = point[i] - .5 + .5 * previous;
            loss += (1 + 10 * i) * away * away;
        }
        return 2 - loss;
    }

    @Test
    @DisplayName("It finds the maximum of a badly scaled, coupled function")
    void maximum() {
        EvolutionSearch.Found found =
                EvolutionSearch.maximise(EvolutionSearchTest::ridge, new double[10], .25, 4_000, 1);
        assertThat(found.value()).isEqualTo(2, Offset.offset(1e-6));
        assertThat(found.point()).usingComparatorWithPrecision(1e-3).contains(.5);
        assertThat(Arrays.stream(found.point()).max().orElseThrow()).isEqualTo(.5, Offset.offset(1e-2));
    }

    @Test
    @DisplayName("It returns the same bits for the same seed, the best it has seen, and others for another seed")
    void deterministic() {
        double[] best = {Double.NEGATIVE_INFINITY};
        EvolutionSearch.Found once = EvolutionSearch.maximise(
                point -> {
                    double value = ridge(point);
                    best[0] = Math.max(best[0], value);
                    return value;
                },
                new double[10],
                .25,
                300,
                1);
        EvolutionSearch.Found again = EvolutionSearch.maximise(EvolutionSearchTest::ridge, new double[10], .25, 300, 1);
        EvolutionSearch.Found other = EvolutionSearch.maximise(EvolutionSearchTest::ridge, new double[10], .25, 300, 2);
        assertThat(once.value()).isEqualTo(best[0]).isEqualTo(ridge(once.point()));
        assertThat(once.point()).isEqualTo(again.point()).isNotEqualTo(other.point());
    }

    @Test
    @DisplayName("It evaluates no more often than it says")
    void effort() {
        AtomicInteger evaluations = new AtomicInteger();
        EvolutionSearch.maximise(
                point -> {
                    evaluations.incrementAndGet();
                    return ridge(point);
                },
                new double[20],
                .25,
                200,
                1);
        assertThat(evaluations.longValue())
                .isLessThanOrEqualTo(EvolutionSearch.mostEvaluations(20, 200))
                .isBetween(200L, 220L);
    }
}
