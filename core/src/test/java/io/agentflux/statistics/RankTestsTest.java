package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RankTestsTest {

    @Test
    @DisplayName("the exact signed-rank test agrees with R's wilcox.test: V = 6, p = 0.02734375")
    void signedRankAgreesWithR() {
        // R drops ties here as none of the ten differences share a size
        double[] differences = new double[10];
        for (int i = 0; i < 10; i++) {
            differences[i] = Math.round(100 * (Golden.X[i] - Golden.Y[i])) / 100.0;
        }
        SignedRankTest test = SignedRankTest.of(differences);

        assertThat(test.statistic()).isEqualTo(6);
        assertThat(test.exact()).isTrue();
        assertThat(test.pValue()).isEqualTo(0.02734375);
    }

    @Test
    @DisplayName("with ties the Mann-Whitney test agrees with R's continuity-corrected approximation")
    void rankSumWithTies() {
        RankSumTest test = RankSumTest.of(Golden.X, Golden.Y);

        assertThat(test.statistic()).isEqualTo(21.5);
        assertThat(test.exact()).isFalse();
        assertRelative(test.pValue(), 0.0200963105574, 1e-11);
        assertRelative(test.probabilityAbove(), 0.195454545455, 1e-11);
    }

    @Test
    @DisplayName("without ties the Mann-Whitney test is exact: p = 38/42 on five against four")
    void rankSumExact() {
        RankSumTest test = RankSumTest.of(new double[] {1.1, 2.2, 3.3, 4.4}, new double[] {0.5, 1.7, 2.9, 6.1, 7.2});

        assertThat(test.statistic()).isEqualTo(9);
        assertThat(test.exact()).isTrue();
        assertRelative(test.pValue(), 0.9047619047619049, 1e-14);
    }

    @Test
    @DisplayName("no data, constant data and NaN have written outcomes")
    void writtenOutcomes() {
        assertThat(SignedRankTest.of(0, 0).evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(SignedRankTest.of(0, 0).pValue()).isEqualTo(1);
        assertThat(SignedRankTest.of(1, Double.NaN).evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(SignedRankTest.of(2, 2, 2, 2).pValue()).isLessThan(1);
        assertThat(RankSumTest.of(new double[0], new double[] {1}).evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(RankSumTest.of(new double[] {1, 1}, new double[] {1}).evidence())
                .isEqualTo(Evidence.CONSTANT);
        assertThat(RankSumTest.of(new double[] {1, 1}, new double[] {1}).pValue())
                .isEqualTo(1);
        assertThat(RankSumTest.of(new double[] {1}, new double[] {Double.NaN}).evidence())
                .isEqualTo(Evidence.NOT_FINITE);
    }

    @Test
    @DisplayName("A/A and power: exact tests stay at or below 5 % and find a shift of 1.2 deviations")
    void errorRates() {
        Random random = new Random(14);
        int runs = 4_000;
        int signedAlarms = 0;
        int sumAlarms = 0;
        int signedFound = 0;
        int sumFound = 0;
        for (int run = 0; run < runs; run++) {
            double[] a = TTestTest.gaussian(random, 10, 0, 1);
            double[] b = TTestTest.gaussian(random, 10, 0, 1);
            signedAlarms += SignedRankTest.of(a).pValue() <= 0.05 ? 1 : 0;
            sumAlarms += RankSumTest.of(a, b).pValue() <= 0.05 ? 1 : 0;
            double[] shifted = TTestTest.gaussian(random, 10, 1.2, 1);
            signedFound += SignedRankTest.of(shifted).pValue() <= 0.05 ? 1 : 0;
            sumFound += RankSumTest.of(shifted, b).pValue() <= 0.05 ? 1 : 0;
        }
        // attainable levels below 5 %: P(V <= 8) doubled is 50/1024; P(U <= 23) doubled is 0.0433
        assertShare(signedAlarms, runs, 50.0 / 1024);
        assertShare(sumAlarms, runs, 0.04325);
        // simulated with scipy's tests on 200,000 runs
        assertShare(signedFound, runs, 0.9073);
        assertShare(sumFound, runs, 0.6695);
    }
}
