package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignFlipTestTest {

    @Test
    @DisplayName("the golden differences have 20 of 1,024 patterns at least as extreme")
    void goldenPair() {
        double[] differences = new double[10];
        for (int i = 0; i < 10; i++) {
            differences[i] = Golden.X[i] - Golden.Y[i];
        }
        assertThat(SignFlipTest.of(differences, 0))
                .isEqualTo(new SignFlipTest(Evidence.SUFFICIENT, 10, 20.0 / 1024, true));
    }

    @Property(tries = 200)
    void theSplitCountEqualsTheCountOfAllPatterns(
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = -4, max = 4) Integer> list) {
        int[] tenths = list.stream().mapToInt(Integer::intValue).toArray();
        double[] differences = new double[tenths.length];
        for (int i = 0; i < tenths.length; i++) {
            differences[i] = tenths[i] * 0.1;
        }
        int sum = 0;
        for (int value : tenths) {
            sum += value;
        }
        int reached = 0;
        for (int pattern = 0; pattern < 1 << tenths.length; pattern++) {
            int flipped = 0;
            for (int i = 0; i < tenths.length; i++) {
                flipped += (pattern >>> i & 1) == 0 ? tenths[i] : -tenths[i];
            }
            reached += Math.abs(flipped) >= Math.abs(sum) ? 1 : 0;
        }
        assertThat(SignFlipTest.of(differences, 0).pValue()).isEqualTo((double) reached / (1 << tenths.length));
    }

    @Test
    @DisplayName("thirty differences of one sign are exact and give 2^-29")
    void thirtyDifferences() {
        double[] differences = new double[30];
        java.util.Arrays.setAll(differences, i -> 1 + 0.01 * i);
        assertThat(SignFlipTest.of(differences, 0).pValue()).isEqualTo(0x1p-29);
    }

    @Test
    @DisplayName("random patterns agree with the exact count and obey their seed")
    void randomPatterns() {
        double[] thirty = TTestTest.gaussian(new Random(4), 30, 0.25, 1);
        double[] thirtyOne = java.util.Arrays.copyOf(thirty, 31);
        double exact = SignFlipTest.of(thirty, 0).pValue();
        SignFlipTest sampled = SignFlipTest.of(thirtyOne, 5);

        assertThat(sampled.exact()).isFalse();
        assertThat(sampled.pValue()).isCloseTo(exact, offset(4 * Math.sqrt(exact * (1 - exact) / 9_999) + 1e-4));
        assertThat(SignFlipTest.of(thirtyOne, 5)).isEqualTo(sampled);
        assertThat(SignFlipTest.of(thirtyOne, 6).pValue()).isNotEqualTo(sampled.pValue());
    }

    @Test
    @DisplayName("no data, zeros and NaN have written outcomes")
    void writtenOutcomes() {
        assertThat(SignFlipTest.of(new double[0], 0).evidence()).isEqualTo(Evidence.TOO_FEW);
        assertThat(SignFlipTest.of(new double[] {0, 0, 0}, 0).pValue()).isEqualTo(1);
        assertThat(SignFlipTest.of(new double[] {0.3, 0.3, 0.3, 0.3}, 0).pValue())
                .isEqualTo(0.125);
        SignFlipTest nan = SignFlipTest.of(new double[] {1, Double.NaN}, 0);
        assertThat(nan.evidence()).isEqualTo(Evidence.NOT_FINITE);
        assertThat(nan.pValue()).isEqualTo(1);
    }

    @Test
    @DisplayName("A/A and power: at most 5 % false alarms with skewless heavy tails; a shift of one deviation is found")
    void errorRates() {
        Random random = new Random(13);
        int runs = 10_000;
        int alarms = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            double[] differences = TTestTest.gaussian(random, 12, 0, 1);
            for (int i = 0; i < 12; i++) {
                differences[i] = differences[i] * differences[i] * differences[i];
            }
            alarms += SignFlipTest.of(differences, run).pValue() <= 0.05 ? 1 : 0;
            found += SignFlipTest.of(TTestTest.gaussian(random, 12, 1, 1), run).pValue() <= 0.05 ? 1 : 0;
        }
        // the largest attainable level below 5 % with 2^12 patterns is 204/4096
        assertShare(alarms, runs, 204.0 / 4096);
        double tPower = Power.pairedT(1, 12, 0.05, true);
        assertThat((double) found / runs).isBetween(tPower - 0.03, tPower + 0.01);
    }
}
