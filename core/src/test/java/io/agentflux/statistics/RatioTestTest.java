package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RatioTestTest {

    static final double[] EARLIER_X = {1.2, 3.4, 2.2, 5.1, 4.4, 3.9, 2.8, 1.7, 4.0, 3.1};
    static final double[] EARLIER_Y = {2.2, 3.0, 1.9, 4.1, 4.9, 3.3, 2.1, 1.5, 4.6, 2.7, 3.6};

    @Test
    @DisplayName("ratio, variance and test agree with the delta method in numpy and scipy")
    void golden() {
        RatioTest test =
                RatioTest.of(BivariateSample.of(Golden.X, EARLIER_X), BivariateSample.of(Golden.Y, EARLIER_Y), 0.95);

        assertRelative(test.a().estimate(), 0.7418238993710692, 1e-14);
        assertRelative(test.a().variance(), 0.013207992728472905, 1e-13);
        assertRelative(test.b().estimate(), 0.9536873156342185, 1e-14);
        assertRelative(test.b().variance(), 0.010021086270694838, 1e-13);
        assertRelative(test.test().statistic(), -1.3900805778915415, 1e-13);
        assertRelative(test.test().degreesOfFreedom(), 18.337394575125014, 1e-13);
        assertRelative(test.test().pValue(), 0.181149304666697, 1e-12);
    }

    @Test
    @DisplayName("pairs streamed and merged give the moments of the whole")
    void mergedPairs() {
        BivariateSample whole = BivariateSample.of(Golden.X, EARLIER_X);
        BivariateSample streamed = BivariateSample.empty();
        for (int i = 0; i < 10; i++) {
            streamed = streamed.plus(Golden.X[i], EARLIER_X[i]);
        }
        assertThat(streamed.covariance()).isCloseTo(whole.covariance(), offset(1e-14));
        assertThat(streamed.correlation()).isCloseTo(whole.correlation(), offset(1e-14));
        assertThatThrownBy(() -> BivariateSample.of(new double[2], new double[3]))
                .hasMessageContaining("not 2 and 3");
    }

    @Test
    @DisplayName("nobody, a denominator of zero, and people all alike have written outcomes")
    void writtenOutcomes() {
        BivariateSample people = BivariateSample.of(Golden.X, EARLIER_X);
        BivariateSample noScans = BivariateSample.of(new double[3], new double[3]);
        BivariateSample alike = BivariateSample.of(new double[] {1, 2, 3}, new double[] {2, 4, 6});

        assertThat(RatioTest.of(people, BivariateSample.empty(), 0.95).test().evidence())
                .isEqualTo(Evidence.TOO_FEW);
        assertThat(RatioTest.of(people, noScans, 0.95).test().evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(RatioTest.of(people, noScans, 0.95).test().pValue()).isEqualTo(1);
        assertThat(RatioTest.of(alike, alike, 0.95).test().evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(RatioTest.of(people, alike, 0.95).test().evidence()).isEqualTo(Evidence.SUFFICIENT);
    }

    @Test
    @DisplayName("A/A with events that cluster in people: the delta method keeps 5 %, Fisher on pooled events does not")
    void analysisUnitIsThePerson() {
        Random random = new Random(19);
        int runs = 2_000;
        int delta = 0;
        int fisher = 0;
        for (int run = 0; run < runs; run++) {
            double[][] a = people(random, 0);
            double[][] b = people(random, 0);
            delta += compare(a, b).pValue() < 0.05 ? 1 : 0;
            long yesA = Math.round(sum(a[0]));
            long yesB = Math.round(sum(b[0]));
            long eventsA = Math.round(sum(a[1]));
            long eventsB = Math.round(sum(b[1]));
            fisher += FisherTest.of(yesA, eventsA - yesA, yesB, eventsB - yesB, 0.95)
                                    .pValue()
                            < 0.05
                    ? 1
                    : 0;
        }
        assertThat((double) delta / runs).isBetween(0.05 - 0.02, 0.05 + 0.02);
        assertThat((double) fisher / runs).isGreaterThan(0.2);
    }

    @Test
    @DisplayName("power: a shift of the ratio by 2.8 standard errors is found in 80 %")
    void power() {
        Random random = new Random(20);
        int runs = 2_000;
        double spread = 0;
        for (int run = 0; run < 200; run++) {
            spread += 2 * RatioTest.Ratio.of(sample(people(random, 0))).variance() / 200;
        }
        double shift = 2.8 * Math.sqrt(spread);
        int found = 0;
        for (int run = 0; run < runs; run++) {
            found += compare(people(random, shift), people(random, 0)).pValue() < 0.05 ? 1 : 0;
        }
        assertShare(found, runs, 0.8);
    }

    private static TTest compare(double[][] a, double[][] b) {
        return RatioTest.of(sample(a), sample(b), 0.95).test();
    }

    private static BivariateSample sample(double[][] people) {
        return BivariateSample.of(people[0], people[1]);
    }

    /** 100 people: numerator and denominator; each has an own taste and an own number of events. */
    private static double[][] people(Random random, double shift) {
        double[][] people = new double[2][100];
        for (int i = 0; i < 100; i++) {
            double taste = 0.1 + 0.6 * random.nextDouble() + shift;
            int events = 5 + random.nextInt(40);
            int yes = 0;
            for (int event = 0; event < events; event++) {
                yes += random.nextDouble() < taste ? 1 : 0;
            }
            people[0][i] = yes;
            people[1][i] = events;
        }
        return people;
    }

    private static double sum(double[] values) {
        return java.util.stream.DoubleStream.of(values).sum();
    }
}
