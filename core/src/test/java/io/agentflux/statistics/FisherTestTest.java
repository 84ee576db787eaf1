package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertInterval;
import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FisherTestTest {

    @ParameterizedTest(name = "[{0} {1}; {2} {3}]")
    @DisplayName("p agrees with mpmath to 1e-13, also at 200,000 per arm and 1e-159")
    @CsvSource({
        "3, 1, 1, 3, 0.48571428571428571429",
        "52, 28, 68, 12, 0.0057579832842667904269",
        "520, 480, 470, 530, 0.02839369637067839989",
        "10, 0, 3, 7, 0.0030959752321981424149",
        "0, 5, 8, 2, 0.006993006993006993007",
        "300, 700, 320, 680, 0.35830270927017417924",
        "7, 3, 7, 3, 1",
        "50000, 50000, 48000, 52000, 3.8259477580313064843e-19",
        "100000, 100000, 91500, 108500, 1.9410186436124063964e-159",
    })
    void pValue(long a, long b, long c, long d, double truth) {
        assertRelative(FisherTest.of(a, b, c, d, 0.95).pValue(), truth, 1e-13);
        assertRelative(FisherTest.of(c, d, a, b, 0.95).pValue(), truth, 1e-13);
    }

    @Test
    @DisplayName("p is right to 1e-12 near 1e-300, and 0 only below the double range")
    void farInTheTail() {
        assertRelative(FisherTest.of(55_000, 45_000, 46_728, 53_272, 0.95).pValue(), FAR, 1e-12);
        assertThat(FisherTest.of(2000, 0, 900, 1100, 0.95).pValue()).isZero();
    }

    @ParameterizedTest(name = "[{0} {1}; {2} {3}]")
    @DisplayName("the conditional odds ratio and its exact interval agree with mpmath to 1e-11")
    @CsvSource({
        "3, 1, 1, 3, 6.40831965819967432, 0.211735595446578567, 626.243530588814042",
        "52, 28, 68, 12, 0.330045904821308871, 0.138801962512673597, 0.745664648228176509",
        "520, 480, 470, 530, 1.22150873024089934, 1.0209454127780009, 1.4617755676046503",
        "10, 0, 3, 7, Infinity, 2.5755447648914666, Infinity",
        "0, 5, 8, 2, 0, 0, 0.592493254686536614",
    })
    void oddsRatio(long a, long b, long c, long d, double estimate, double low, double high) {
        Interval odds = FisherTest.of(a, b, c, d, 0.95).oddsRatio();

        if (Double.isInfinite(estimate)) {
            assertThat(odds.estimate()).isInfinite();
            assertThat(odds.high()).isInfinite();
            assertRelative(odds.low(), low, 1e-11);
        } else {
            assertRelative(odds.estimate(), estimate, 1e-11);
            assertInterval(odds, low, high, 1e-11);
        }
    }

    @Test
    @DisplayName("R's fisher.test stops its root search at 1.2e-4, so its printed odds ratios agree only to 1 %")
    void oddsRatioOfR() {
        Interval first = FisherTest.of(52, 28, 68, 12, 0.95).oddsRatio();
        assertRelative(first.estimate(), 0.330045831307, 1e-6);
        assertInterval(first, 0.138792932274, 0.745668447299, 1e-4);
        Interval tea = FisherTest.of(3, 1, 1, 3, 0.95).oddsRatio();
        assertRelative(tea.estimate(), 6.40830886701, 1e-5);
        assertInterval(tea, 0.211732915306, 621.933750545, 1e-2);
        Interval large = FisherTest.of(520, 480, 470, 530, 0.95).oddsRatio();
        assertRelative(large.estimate(), 1.22150000539, 1e-4);
        assertInterval(large, 1.02095019205, 1.46173874191, 1e-4);
    }

    @Test
    @DisplayName("an empty margin says nothing, and impossible counts are refused")
    void edges() {
        FisherTest empty = FisherTest.of(0, 0, 5, 5, 0.95);
        assertThat(empty.pValue()).isEqualTo(1);
        assertThat(empty.oddsRatio().estimate()).isNaN();
        assertThat(empty.oddsRatio().high()).isInfinite();
        assertThatThrownBy(() -> FisherTest.of(-1, 2, 3, 4, 0.95)).hasMessageContaining("may not be negative");
    }

    @Test
    @DisplayName("A/A and power: exactness makes it conservative, and a real difference is found as computed")
    void errorRates() {
        Random random = new Random(15);
        int runs = 4_000;
        int alarms = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            long control = binomial(random, 100, 0.5);
            alarms += rejects(binomial(random, 100, 0.5), control) ? 1 : 0;
            found += rejects(binomial(random, 100, 0.72), control) ? 1 : 0;
        }
        // exact by summing both binomials over all tables: 0.0400 and 0.8686
        Tolerance.assertShare(alarms, runs, 0.04004);
        Tolerance.assertShare(found, runs, 0.86863);
    }

    private static boolean rejects(long treatment, long control) {
        return FisherTest.of(treatment, 100 - treatment, control, 100 - control, 0.95)
                        .pValue()
                <= 0.05;
    }

    private static long binomial(Random random, int n, double p) {
        long yes = 0;
        for (int i = 0; i < n; i++) {
            yes += random.nextDouble() < p ? 1 : 0;
        }
        return yes;
    }

    private static final double FAR = 6.397911268264133e-300;
}
