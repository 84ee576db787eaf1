package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertInterval;
import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TTestTest {

    @Test
    @DisplayName("Welch's test agrees with R's t.test to 1e-11")
    void welchAgreesWithR() {
        TTest test = TTest.welch(Sample.of(Golden.X), Sample.of(Golden.Y), 0.95);

        assertRelative(test.statistic(), -2.84792833645, 1e-11);
        assertRelative(test.degreesOfFreedom(), 18.3469747137, 1e-11);
        assertRelative(test.pValue(), 0.0105382365613, 1e-11);
        assertInterval(test.difference(), -1.00744568705, -0.15273613113, 1e-11);
        assertThat(test.evidence()).isEqualTo(Evidence.SUFFICIENT);
    }

    @Test
    @DisplayName("Welch's test of published moments gives the published t 3.25, df 384, p 0.0013")
    void welchOfMoments() {
        TTest test =
                TTest.welch(Sample.ofMoments(200, 51.8, 22.1 * 22.1), Sample.ofMoments(200, 45.2, 18.3 * 18.3), 0.95);

        assertThat(test.statistic()).isBetween(3.245, 3.255);
        assertThat(test.degreesOfFreedom()).isBetween(384.0, 385.0);
        assertThat(test.pValue()).isBetween(0.00120, 0.00135);
    }

    @Test
    @DisplayName("the paired test agrees with R's t.test to 1e-11")
    void pairedAgreesWithR() {
        TTest test = TTest.paired(Golden.X, Golden.FIRST_TEN_OF_Y, 0.95);

        assertRelative(test.statistic(), -3.13917931826, 1e-11);
        assertThat(test.degreesOfFreedom()).isEqualTo(9);
        assertRelative(test.pValue(), 0.0119437999034, 1e-11);
        assertInterval(test.difference(), -1.03925481911, -0.168745180887, 1e-11);
    }

    @Test
    @DisplayName("gbstats returns p = 0 for arms of 100,000 where the value is 1e-137: ours keeps its digits")
    void survivalFunctionNotOneMinus() {
        double variance = 1;
        double difference = 25 * Math.sqrt(2.0 / 100_000);
        TTest test = TTest.welch(
                Sample.ofMoments(100_000, difference, variance), Sample.ofMoments(100_000, 0, variance), 0.95);

        // mpmath at 40 digits: two-sided tail of t = 25 with 199,998 degrees of freedom
        assertRelative(test.pValue(), TRUE_P_AT_25, 1e-11);
        assertRelative(test.logPValue(), StrictMath.log(TRUE_P_AT_25), 1e-13);
    }

    @Test
    @DisplayName("where p underflows, t = 40 with df = 199,998, the logarithm is -800.728")
    void logPValue() {
        double difference = 40 * Math.sqrt(2.0 / 100_000);
        TTest test = TTest.welch(Sample.ofMoments(100_000, difference, 1), Sample.ofMoments(100_000, 0, 1), 0.95);

        assertThat(test.pValue()).isZero();
        assertRelative(test.logPValue(), -800.728245208, 1e-11);
    }

    @Test
    @DisplayName("every stratum counts the same whatever its size")
    void stratifiedMean() {
        Sample small = Sample.of(1, 2, 3);
        Sample large = Sample.of(9, 10, 10, 11, 10, 10);
        TTest test = TTest.ofMean(List.of(small, large), 0.95);

        assertThat(test.difference().estimate()).isEqualTo(6);
        double v1 = 1.0 / 3;
        double v2 = 0.4 / 6;
        assertRelative(test.statistic(), 6 / Math.sqrt((v1 + v2) / 4), 1e-14);
        assertRelative(test.degreesOfFreedom(), (v1 + v2) * (v1 + v2) / (v1 * v1 / 2 + v2 * v2 / 5), 1e-14);
        assertThat(test.difference().method()).isEqualTo("stratified t");
    }

    @Test
    @DisplayName("no data, constant data and NaN have written outcomes")
    void writtenOutcomes() {
        TTest few = TTest.welch(Sample.of(1), Sample.of(1, 2, 3), 0.95);
        assertThat(few.evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(few.pValue()).isEqualTo(1);
        assertThat(few.difference().width()).isInfinite();

        TTest nan = TTest.welch(Sample.of(1, Double.NaN), Sample.of(1, 2, 3), 0.95);
        assertThat(nan.evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(nan.pValue()).isEqualTo(1);

        TTest same = TTest.paired(new double[] {1, 2, 3}, new double[] {1, 2, 3}, 0.95);
        assertThat(same.evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(same.pValue()).isEqualTo(1);
        assertThat(same.difference()).isEqualTo(new Interval(0, 0, 0, 0.95, "constant"));

        TTest shifted = TTest.paired(new double[] {2, 3, 4}, new double[] {1, 2, 3}, 0.95);
        assertThat(shifted.evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(shifted.pValue()).isZero();
        assertThat(shifted.statistic()).isEqualTo(Double.POSITIVE_INFINITY);

        TTest oneConstant = TTest.welch(Sample.of(5, 5, 5), Sample.of(1, 2, 3), 0.95);
        assertThat(oneConstant.evidence()).isEqualTo(Evidence.SUFFICIENT);
        assertThat(oneConstant.degreesOfFreedom()).isEqualTo(2);

        assertThatThrownBy(() -> TTest.paired(new double[2], new double[3], 0.95))
                .hasMessageContaining("not 2 and 3");
    }

    @Test
    @DisplayName("A/A: both tests raise 5 % false alarms at 5 %, and their intervals cover 95 %, on 20,000 runs")
    void falseAlarms() {
        Random random = new Random(11);
        int runs = 20_000;
        int welch = 0;
        int paired = 0;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            double[] a = gaussian(random, 12, 0.3, 1);
            double[] b = gaussian(random, 12, 0.3, 2);
            TTest test = TTest.welch(Sample.of(a), Sample.of(b), 0.95);
            welch += test.pValue() < 0.05 ? 1 : 0;
            covered += test.difference().contains(0) ? 1 : 0;
            paired += TTest.paired(a, b, 0.95).pValue() < 0.05 ? 1 : 0;
        }
        assertShare(welch, runs, 0.05);
        assertShare(covered, runs, 0.95);
        assertShare(paired, runs, 0.05);
    }

    @Test
    @DisplayName("a true effect is found as often as the power says, on 10,000 runs")
    void power() {
        Random random = new Random(12);
        int runs = 10_000;
        int welch = 0;
        int paired = 0;
        for (int run = 0; run < runs; run++) {
            double[] a = gaussian(random, 30, 0.5, 1);
            double[] b = gaussian(random, 30, 0, 1);
            welch += TTest.welch(Sample.of(a), Sample.of(b), 0.95).pValue() < 0.05 ? 1 : 0;
            paired += TTest.paired(a, b, 0.95).pValue() < 0.05 ? 1 : 0;
        }
        assertShare(welch, runs, Power.twoSampleT(0.5, 30, 30, 0.05, true));
        assertShare(paired, runs, Power.pairedT(0.5 / Math.sqrt(2), 30, 0.05, true));
    }

    static double[] gaussian(Random random, int n, double mean, double deviation) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mean + deviation * random.nextGaussian();
        }
        return values;
    }

    private static final double TRUE_P_AT_25 = 9.967323464170617e-138;
}
