package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CupedTest {

    @Test
    @DisplayName("theta and the adjusted test agree with numpy and scipy on the adjusted observations")
    void golden() {
        Cuped cuped = Cuped.of(
                BivariateSample.of(RatioTestTest.EARLIER_X, outcome(RatioTestTest.EARLIER_X, Golden.X)),
                BivariateSample.of(RatioTestTest.EARLIER_Y, outcome(RatioTestTest.EARLIER_Y, Golden.Y)),
                0.95);

        assertRelative(cuped.theta(), 0.800478099725816, 1e-13);
        assertRelative(cuped.varianceFactor(), 0.19484849203750298, 1e-13);
        assertRelative(cuped.adjusted().statistic(), -2.848053366578288, 1e-12);
        assertRelative(cuped.adjusted().pValue(), 0.010537371186225478, 1e-12);
        assertRelative(cuped.adjusted().difference().low(), -1.0075166200185688, 1e-12);
    }

    @Test
    @DisplayName("an earlier measurement that does not vary changes nothing")
    void constantCovariate() {
        BivariateSample a = BivariateSample.of(new double[10], Golden.X);
        BivariateSample b = BivariateSample.of(new double[11], Golden.Y);

        assertThat(Cuped.of(a, b, 0.95).adjusted())
                .isEqualTo(TTest.welch(Sample.of(Golden.X), Sample.of(Golden.Y), 0.95));
        assertThat(Cuped.of(a, b, 0.95).varianceFactor()).isEqualTo(1);
        assertThat(Cuped.of(BivariateSample.empty(), b, 0.95).adjusted().evidence())
                .isEqualTo(Evidence.TOO_FEW);
    }

    @Test
    @DisplayName(
            "A/A and power: at correlation 0.8 the false alarms stay 5 % and the power is that of variance 1 - 0.64")
    void errorRates() {
        Random random = new Random(21);
        int runs = 5_000;
        int alarms = 0;
        int found = 0;
        double factor = 0;
        for (int run = 0; run < runs; run++) {
            BivariateSample control = arm(random, 0);
            alarms += Cuped.of(arm(random, 0), control, 0.95).adjusted().pValue() < 0.05 ? 1 : 0;
            Cuped treated = Cuped.of(arm(random, 0.24), control, 0.95);
            found += treated.adjusted().pValue() < 0.05 ? 1 : 0;
            factor += treated.varianceFactor() / runs;
        }
        assertShare(alarms, runs, 0.05);
        assertShare(found, runs, Power.twoSampleT(0.24 / 0.6, 100, 100, 0.05, true));
        assertThat(factor).isBetween(0.35, 0.37);
    }

    private static BivariateSample arm(Random random, double effect) {
        double[] x = TTestTest.gaussian(random, 100, 0, 1);
        double[] y = new double[100];
        for (int i = 0; i < 100; i++) {
            y[i] = effect + 0.8 * x[i] + 0.6 * random.nextGaussian();
        }
        return BivariateSample.of(x, y);
    }

    private static double[] outcome(double[] earlier, double[] rest) {
        double[] outcome = new double[rest.length];
        java.util.Arrays.setAll(outcome, i -> 0.8 * earlier[i] + rest[i]);
        return outcome;
    }
}
