package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertInterval;
import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProportionTestTest {

    @Test
    @DisplayName("Wilson's interval of 68 in 100 agrees with R's prop.test")
    void wilson() {
        assertInterval(ProportionTest.wilson(68, 100, 0.95), 0.583373813895, 0.76330852675, 1e-11);
        assertThat(ProportionTest.wilson(0, 10, 0.95).low()).isZero();
        assertThat(ProportionTest.wilson(10, 10, 0.95).high()).isEqualTo(1);
        assertThat(ProportionTest.wilson(0, 0, 0.95).width()).isEqualTo(1);
    }

    @Test
    @DisplayName("56/70 against 48/80 has the interval of Newcombe's paper, [0.0524, 0.3339]")
    void newcombe() {
        Interval difference = ProportionTest.of(56, 70, 48, 80, 0.95).difference();

        assertThat(difference.estimate()).isCloseTo(0.2, offset(1e-15));
        assertThat(difference.low()).isCloseTo(0.0524, offset(5e-5));
        assertThat(difference.high()).isCloseTo(0.3339, offset(5e-5));
    }

    @Test
    @DisplayName("z squared is the chi-square of the 2x2 table and p its tail, also far out")
    void pValue() {
        ProportionTest test = ProportionTest.of(520, 1000, 470, 1000, 0.95);
        double chiSquare = 2000 * StrictMath.pow(520.0 * 530 - 480.0 * 470, 2) / (1000.0 * 1000 * 990 * 1010);

        assertRelative(test.statistic() * test.statistic(), chiSquare, 1e-13);
        assertRelative(test.pValue(), SampleRatioTest.tail(chiSquare, 1), 1e-13);
        ProportionTest extreme = ProportionTest.of(90_000, 100_000, 50_000, 100_000, 0.95);
        assertThat(extreme.pValue()).isZero();
        assertThat(extreme.logPValue()).isBetween(-20_000.0, -15_000.0);
    }

    @Test
    @DisplayName("nobody and unanimity have written outcomes")
    void writtenOutcomes() {
        assertThat(ProportionTest.of(0, 0, 1, 2, 0.95).evidence()).isEqualTo(Evidence.TOO_FEW);
        ProportionTest unanimous = ProportionTest.of(5, 5, 9, 9, 0.95);
        assertThat(unanimous.evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(unanimous.pValue()).isEqualTo(1);
        assertThat(unanimous.difference().width()).isBetween(0.5, 1.0);
        assertThatThrownBy(() -> ProportionTest.of(3, 2, 1, 2, 0.95)).hasMessageContaining("3 of 2");
    }

    @Test
    @DisplayName("A/A, coverage and power on 10,000 pairs of 300 answers")
    void errorRates() {
        Random random = new Random(22);
        int runs = 10_000;
        int alarms = 0;
        int covered = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            int control = yes(random, 0.3);
            ProportionTest none = ProportionTest.of(yes(random, 0.3), 300, control, 300, 0.95);
            ProportionTest some = ProportionTest.of(yes(random, 0.4), 300, control, 300, 0.95);
            alarms += none.pValue() < 0.05 ? 1 : 0;
            covered += some.difference().contains(0.1) ? 1 : 0;
            found += some.pValue() < 0.05 ? 1 : 0;
        }
        assertThat((double) alarms / runs).isBetween(0.04, 0.06);
        assertThat((double) covered / runs).isBetween(0.94, 0.96);
        assertThat((double) found / runs).isCloseTo(Power.twoProportions(0.4, 0.3, 300, 0.05), offset(0.02));
    }

    private static int yes(Random random, double p) {
        int yes = 0;
        for (int i = 0; i < 300; i++) {
            yes += random.nextDouble() < p ? 1 : 0;
        }
        return yes;
    }
}
