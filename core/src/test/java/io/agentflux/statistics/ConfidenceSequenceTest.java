package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceSequenceTest {

    private static final ConfidenceSequence TUNED = new ConfidenceSequence(0.05, 5_000);

    @ParameterizedTest(name = "n = {0}")
    @DisplayName("half widths agree with the published formula")
    @CsvSource({
        "100, 0.669438861707",
        "1000, 0.106375470066",
        "5000, 0.0429243371883",
        "20000, 0.0221120361655",
    })
    void halfWidth(long n, double truth) {
        assertRelative(TUNED.halfWidth(n), truth, 1e-11);
    }

    @Test
    @DisplayName("a one-sided bound is tighter than the two-sided end and open on the other side")
    void oneSided() {
        Sample sample = Sample.ofMoments(1_000, 2, 9);
        Interval both = TUNED.twoSided(sample);
        Interval lower = TUNED.lowerBound(sample);
        Interval upper = TUNED.upperBound(sample);

        assertRelative(both.high(), 2 + 3 * 0.106375470066, 1e-11);
        assertThat(lower.low()).isGreaterThan(both.low()).isLessThan(2);
        assertThat(lower.high()).isInfinite();
        assertThat(upper.high()).isLessThan(both.high()).isGreaterThan(2);
        // the formula with log(1 + x/(2 alpha)), in plain arithmetic
        double rhoSquare = (-2 * Math.log(0.1) + Math.log(-2 * Math.log(0.1) + 1)) / 5_000;
        double growth = 1_000 * rhoSquare + 1;
        double half = Math.sqrt(2 * growth / (1e6 * rhoSquare) * Math.log(1 + Math.sqrt(growth) / 0.1));
        assertRelative(upper.high(), 2 + 3 * half, 1e-13);
    }

    @Test
    @DisplayName("too few observations and NaN bound nothing; constant ones bound a point")
    void writtenOutcomes() {
        assertThat(TUNED.twoSided(Sample.of(1)).width()).isInfinite();
        assertThat(TUNED.twoSided(Sample.of(1, Double.NaN)).width()).isInfinite();
        assertThat(TUNED.twoSided(Sample.of(4, 4, 4)).width()).isZero();
        assertThatThrownBy(() -> new ConfidenceSequence(0.95, 10)).hasMessageContaining("0.05 is usual");
        assertThatThrownBy(() -> new ConfidenceSequence(0.05, 0)).hasMessageContaining("planned number");
    }

    @Test
    @DisplayName("A/A with 50 looks: a repeated t test raises about 30 % false alarms, the sequence at most 5 %")
    void peeking() {
        Random random = new Random(23);
        ConfidenceSequence sequence = new ConfidenceSequence(0.05, 1_000);
        int runs = 2_000;
        int fixed = 0;
        int twoSided = 0;
        int oneSided = 0;
        for (int run = 0; run < runs; run++) {
            boolean fixedAlarm = false;
            boolean twoSidedAlarm = false;
            boolean oneSidedAlarm = false;
            Sample sample = Sample.empty();
            for (int look = 0; look < 50; look++) {
                sample = sample.merge(Sample.of(TTestTest.gaussian(random, 20, 0, 1)));
                fixedAlarm |= !sample.meanInterval(0.95).contains(0);
                twoSidedAlarm |= !sequence.twoSided(sample).contains(0);
                oneSidedAlarm |= sequence.upperBound(sample).high() < 0;
            }
            fixed += fixedAlarm ? 1 : 0;
            twoSided += twoSidedAlarm ? 1 : 0;
            oneSided += oneSidedAlarm ? 1 : 0;
        }
        // 40,000 runs of others: 0.320 for the fixed test, 0.0138 for the sequence
        assertThat((double) fixed / runs).isBetween(0.27, 0.36);
        assertThat((double) twoSided / runs).isLessThan(0.05);
        Tolerance.assertShare(twoSided, runs, 0.0138);
        assertThat((double) oneSided / runs).isLessThan(0.05);
    }

    @Test
    @DisplayName("power: an effect of 0.2 deviations is found by the planned end in more than 99 %")
    void power() {
        Random random = new Random(24);
        ConfidenceSequence sequence = new ConfidenceSequence(0.05, 1_000);
        int found = 0;
        for (int run = 0; run < 500; run++) {
            Sample sample = Sample.of(TTestTest.gaussian(random, 1_000, 0.2, 1));
            found += sequence.lowerBound(sample).low() > 0 ? 1 : 0;
        }
        assertThat(found).isGreaterThan(495);
    }
}
