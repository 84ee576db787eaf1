package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRatioTestTest {

    @Test
    @DisplayName("two and three arms agree with R's chisq.test")
    void agreesWithR() {
        SampleRatioTest two = SampleRatioTest.of(new long[] {5130, 4870}, new double[] {0.5, 0.5});
        assertRelative(two.chiSquare(), 6.76, 1e-14);
        assertRelative(two.pValue(), 0.00932237604744, 1e-12);

        SampleRatioTest three = SampleRatioTest.of(new long[] {3400, 3310, 3290}, new double[] {1, 1, 1});
        assertRelative(three.chiSquare(), 2.06, 1e-14);
        assertRelative(three.pValue(), 0.357006960569, 1e-12);
    }

    @Test
    @DisplayName("gbstats counts an arm of weight 0 in the degrees of freedom: 0.183 where 0.065 is right")
    void closedArmIsNotCounted() {
        // chi-square 3.4 on one degree of freedom is 0.0652, on two it would be 0.1827
        double root = Math.sqrt(3.4 * 10_000) / 2;
        long[] counts = {Math.round(5000 + root), Math.round(5000 - root), 0};
        SampleRatioTest test = SampleRatioTest.of(counts, new double[] {1, 1, 0});

        assertThat(test.degreesOfFreedom()).isEqualTo(1);
        assertThat(test.pValue()).isBetween(0.0645, 0.0660);
        assertThat(test).isEqualTo(SampleRatioTest.of(new long[] {counts[0], counts[1]}, new double[] {1, 1}));
    }

    @ParameterizedTest(name = "x = {0}, df = {1}")
    @DisplayName("the chi-square tail is right to 1e-13")
    @CsvSource({
        "6.76, 1, 0.009322376047437500502",
        "30, 5, 0.000014748581038443052281",
        "0.1, 7, 0.99999768858120140312",
        "300, 9, 2.6102773472070236558e-59",
        "41.5, 40, 0.40514664742569729131",
    })
    void chiSquareTail(double x, int df, double truth) {
        assertRelative(SampleRatioTest.tail(x, df), truth, 1e-13);
    }

    @Test
    @DisplayName("nobody, a single arm and people in a closed arm have written outcomes")
    void writtenOutcomes() {
        assertThat(SampleRatioTest.of(new long[] {0, 0}, new double[] {1, 1}).evidence())
                .isEqualTo(Evidence.TOO_FEW);
        assertThat(SampleRatioTest.of(new long[] {9}, new double[] {1}).pValue())
                .isEqualTo(1);
        assertThat(SampleRatioTest.of(new long[] {9, 8, 1}, new double[] {1, 1, 0})
                        .pValue())
                .isZero();
        assertThatThrownBy(() -> SampleRatioTest.of(new long[] {1}, new double[] {1, 1}))
                .hasMessageContaining("1 counts for 2 weights");
        assertThatThrownBy(() -> SampleRatioTest.of(new long[] {1, 1}, new double[] {1, Double.NaN}))
                .hasMessageContaining("Arm 1");
    }

    @Test
    @DisplayName("A/A and power: 5 % of honest splits look uneven at 5 %, a 53:47 split of 4,000 is found")
    void errorRates() {
        Random random = new Random(16);
        int runs = 5_000;
        int alarms = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            alarms += split(random, 0.5) < 0.05 ? 1 : 0;
            found += split(random, 0.53) < 0.05 ? 1 : 0;
        }
        assertShare(alarms, runs, 0.05);
        // the normal power of z = 0.06 sqrt(4000) = 3.79 against 1.96
        assertShare(found, runs, 0.967);
    }

    private static double split(Random random, double share) {
        long first = 0;
        for (int person = 0; person < 4_000; person++) {
            first += random.nextDouble() < share ? 1 : 0;
        }
        return SampleRatioTest.of(new long[] {first, 4_000 - first}, new double[] {1, 1})
                .pValue();
    }
}
