package io.agentflux.strategies.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.strategies.Worlds;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawsTest {

    private static final int DRAWS = 100_000;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 4", "5, 3", "60, 40"})
    @DisplayName("beta numbers have the mean a/(a+b) and the variance ab/((a+b)^2 (a+b+1))")
    void betaHasItsMoments(double alpha, double beta) {
        RandomGenerator random = Worlds.random(42);
        double[] draws = DoubleStream.generate(() -> Draws.beta(random, alpha, beta))
                .limit(DRAWS)
                .toArray();

        double sum = alpha + beta;
        double variance = alpha * beta / (sum * sum * (sum + 1));
        double mean = alpha / sum;
        assertThat(DoubleStream.of(draws).average().orElseThrow())
                .isCloseTo(mean, within(5 * Math.sqrt(variance / DRAWS)));
        assertThat(DoubleStream.of(draws)
                        .map(x -> (x - mean) * (x - mean))
                        .average()
                        .orElseThrow())
                .isCloseTo(variance, within(0.03 * variance));
        assertThat(DoubleStream.of(draws)).allMatch(x -> x > 0 && x < 1);
    }

    @Test
    @DisplayName("normal numbers have mean 0, variance 1 and 2.275 % beyond two deviations above")
    void normalHasItsMoments() {
        RandomGenerator random = Worlds.random(43);
        double[] draws =
                DoubleStream.generate(() -> Draws.normal(random)).limit(DRAWS).toArray();

        assertThat(DoubleStream.of(draws).average().orElseThrow()).isCloseTo(0, within(0.016));
        assertThat(DoubleStream.of(draws).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1, within(0.025));
        assertThat(DoubleStream.of(draws).filter(x -> x > 2).count() / (double) DRAWS)
                .isCloseTo(0.02275, within(0.0025));
    }

    @Test
    @DisplayName("a seed gives the same numbers on every platform and JDK")
    void isRepeatable() {
        RandomGenerator random = Worlds.random(1);

        assertThat(Draws.normal(random)).isEqualTo(-0.35229325065106537);
        assertThat(Draws.beta(random, 2, 3)).isEqualTo(0.6294686871501811);
        assertThat(Draws.beta(random, 40, 9)).isEqualTo(0.8362037872567856);
    }
}
