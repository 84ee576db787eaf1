package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertInterval;
import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EffectSizeTest {

    @Test
    @DisplayName("d, g, J and the interval of d agree with scipy")
    void golden() {
        EffectSize effect = EffectSize.of(Sample.of(Golden.X), Sample.of(Golden.Y), 0.95);

        assertRelative(effect.cohenD(), -1.249896992092, 1e-12);
        assertRelative(effect.hedgesG(), -1.199789062798, 1e-12);
        assertRelative(effect.correction(), 0.959910352924, 1e-12);
        assertInterval(effect.interval(), -2.179317947, -0.293421336, 2e-9);
        assertThat(effect.magnitude()).isEqualTo(EffectSize.Magnitude.LARGE);
    }

    @Test
    @DisplayName("published moments give the published d of 0.325, which is small")
    void ofMoments() {
        EffectSize effect =
                EffectSize.of(Sample.ofMoments(200, 51.8, 22.1 * 22.1), Sample.ofMoments(200, 45.2, 18.3 * 18.3), 0.95);

        assertThat(effect.cohenD()).isBetween(0.3245, 0.3255);
        assertThat(effect.magnitude()).isEqualTo(EffectSize.Magnitude.SMALL);
    }

    @Test
    @DisplayName("the interval exists where scipy's non-central t is NaN: its own d of the golden samples, t = -2.86")
    void intervalWhereScipyFails() {
        Interval interval = EffectSize.of(Sample.of(Golden.X), Sample.of(Golden.Y), 0.999999)
                .interval();

        assertThat(interval.low()).isFinite().isLessThan(-2.5);
        assertThat(interval.high()).isFinite().isGreaterThan(0.8);
    }

    @Test
    @DisplayName("J is gamma's ratio for few and for many degrees of freedom")
    void correction() {
        assertRelative(EffectSize.correction(2), 1 / Math.sqrt(Math.PI), 1e-14);
        assertRelative(EffectSize.correction(3), 0.5 * Math.sqrt(Math.PI) / Math.sqrt(1.5), 1e-14);
        assertRelative(EffectSize.correction(1e6), 1 - 0.75e-6, 1e-12);
    }

    @Test
    @DisplayName("constant and missing data have no scale to measure an effect by")
    void writtenOutcomes() {
        assertThat(EffectSize.of(Sample.of(1, 1), Sample.of(2, 2), 0.95).evidence())
                .isEqualTo(Evidence.CONSTANT);
        EffectSize few = EffectSize.of(Sample.empty(), Sample.of(2, 3), 0.95);
        assertThat(few.evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(few.cohenD()).isNaN();
        assertThat(few.interval().width()).isInfinite();
        assertThat(few.magnitude()).isEqualTo(EffectSize.Magnitude.NEGLIGIBLE);
    }

    @Test
    @DisplayName("the interval covers the true effect in 95 % and g is unbiased, on 1,500 runs")
    void coverage() {
        Random random = new Random(17);
        int runs = 1_500;
        int covered = 0;
        double sum = 0;
        for (int run = 0; run < runs; run++) {
            EffectSize effect = EffectSize.of(
                    Sample.of(TTestTest.gaussian(random, 8, 0.9, 1)),
                    Sample.of(TTestTest.gaussian(random, 14, 0, 1)),
                    0.95);
            covered += effect.interval().contains(0.9) ? 1 : 0;
            sum += effect.hedgesG();
        }
        assertShare(covered, runs, 0.95);
        // standard deviation of g is about 0.48
        assertThat(sum / runs).isBetween(0.9 - 0.05, 0.9 + 0.05);
    }
}
