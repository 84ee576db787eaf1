package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplicityTest {

    private static final double[] P = {0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216};

    @ParameterizedTest(name = "{0}")
    @DisplayName("ten p-values are adjusted as by R's p.adjust, in any order")
    @CsvSource({
        "HOLM, 0.01 0.072 0.312 0.312 0.312 0.312 0.312 0.615 0.615 0.615",
        "HOCHBERG, 0.01 0.072 0.216 0.216 0.216 0.216 0.216 0.216 0.216 0.216",
        "HOMMEL, 0.01 0.072 0.185 0.185 0.185 0.216 0.216 0.216 0.216 0.216",
        "BENJAMINI_HOCHBERG, 0.01 0.04 0.084 0.084 0.084 0.1 0.105714285714 0.216 0.216 0.216",
        "BENJAMINI_YEKUTIELI, 0.0292896825397 0.117158730159 0.246033333333 0.246033333333 0.246033333333"
                + " 0.292896825397 0.309633786848 0.632657142857 0.632657142857 0.632657142857",
        "BONFERRONI, 0.01 0.08 0.39 0.41 0.42 0.6 0.74 1 1 1",
    })
    void agreesWithR(Multiplicity method, String expected) {
        double[] truth = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] reversed = new double[P.length];
        Arrays.setAll(reversed, i -> P[P.length - 1 - i]);
        double[] adjusted = method.adjust(P);
        double[] backwards = method.adjust(reversed);
        for (int i = 0; i < P.length; i++) {
            assertRelative(adjusted[i], truth[i], 1e-11);
            assertThat(backwards[P.length - 1 - i]).isEqualTo(adjusted[i]);
        }
    }

    @Property(tries = 500)
    void everyCorrectionKeepsOrderAndTheKnownInequalities(
            @ForAll @Size(max = 12) List<@DoubleRange(min = 0, max = 1) Double> pValues) {
        double[] p = pValues.stream().mapToDouble(Double::doubleValue).toArray();
        double[] bonferroni = Multiplicity.BONFERRONI.adjust(p);
        double[] holm = Multiplicity.HOLM.adjust(p);
        double[] hochberg = Multiplicity.HOCHBERG.adjust(p);
        double[] hommel = Multiplicity.HOMMEL.adjust(p);
        double[] discovery = Multiplicity.BENJAMINI_HOCHBERG.adjust(p);
        double slack = 1e-12;
        for (int i = 0; i < p.length; i++) {
            assertThat(bonferroni[i]).isBetween(holm[i] - slack, 1.0);
            assertThat(hochberg[i]).isLessThanOrEqualTo(holm[i] + slack);
            assertThat(hommel[i]).isLessThanOrEqualTo(hochberg[i] + slack);
            assertThat(discovery[i]).isLessThanOrEqualTo(hommel[i] + slack);
            assertThat(p[i]).isLessThanOrEqualTo(discovery[i] + slack);
            for (int j = 0; j < p.length; j++) {
                assertThat(p[i] <= p[j] && holm[i] > holm[j]).isFalse();
            }
        }
    }

    @Test
    @DisplayName("one p-value stays as it is, none is no error, NaN is refused")
    void edges() {
        for (Multiplicity method : Multiplicity.values()) {
            assertThat(method.adjust(0.03)).containsExactly(0.03);
            assertThat(method.adjust()).isEmpty();
        }
        assertThatThrownBy(() -> Multiplicity.HOLM.adjust(0.1, Double.NaN)).hasMessageContaining("use 1 where");
    }

    @Test
    @DisplayName("A/A: with six true hypotheses Holm and Hommel raise any false alarm in about 5 % of 20,000 families")
    void familyWiseError() {
        Random random = new Random(18);
        int runs = 20_000;
        int holm = 0;
        int hommel = 0;
        for (int run = 0; run < runs; run++) {
            double[] p = random.doubles(6).toArray();
            holm += Arrays.stream(Multiplicity.HOLM.adjust(p)).anyMatch(value -> value <= 0.05) ? 1 : 0;
            hommel += Arrays.stream(Multiplicity.HOMMEL.adjust(p)).anyMatch(value -> value <= 0.05) ? 1 : 0;
        }
        // Holm rejects any iff the smallest p is at most 0.05/6; Simes's test is exact
        assertShare(holm, runs, 1 - StrictMath.pow(1 - 0.05 / 6, 6));
        assertShare(hommel, runs, 0.05);
    }
}
