package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Truth: rliable on ten runs in five worlds. */
class AggregateTest {

    static final double[][] X = matrix(1, 0);
    static final double[][] Y = matrix(2, 0.15);

    @Test
    @DisplayName("the matrices are those that rliable was given")
    void sameMatrices() {
        double[] firstRunOfX = {
            0.42320917087271326, 0.5094074428837206, 0.6483593939634306, 0.3828633905082601, 0.795447749253532
        };
        for (int world = 0; world < 5; world++) {
            assertThat(X[world][0]).isEqualTo(firstRunOfX[world]);
        }
        assertThat(Y[4][0]).isEqualTo(0.3572697018873999);
    }

    @Test
    @DisplayName("mean, interquartile mean, optimality gap and profile agree with rliable to 1e-14")
    void aggregates() {
        assertRelative(Aggregate.mean().of(X), 0.4942031612829413, 1e-14);
        assertRelative(Aggregate.interquartileMean().of(X), 0.4884938184147463, 1e-14);
        assertRelative(Aggregate.interquartileMean().of(Y), 0.6311501414040422, 1e-14);
        assertRelative(Aggregate.optimalityGap(1).of(X), 0.5057968387170586, 1e-14);
        assertRelative(Aggregate.optimalityGap(1).of(Y), 0.37432217006566393, 1e-14);
        assertThat(Aggregate.shareAbove(0.25).of(X)).isCloseTo(0.76, offset(1e-15));
        assertThat(Aggregate.shareAbove(0.5).of(X)).isCloseTo(0.56, offset(1e-15));
        assertThat(Aggregate.shareAbove(0.75).of(X)).isCloseTo(0.2, offset(1e-15));
    }

    @Test
    @DisplayName("the probability of improvement agrees with rliable, and ties count one half")
    void improvement() {
        assertThat(Aggregate.probabilityOfImprovement(X, Y)).isCloseTo(0.374, offset(1e-14));
        assertThat(Aggregate.probabilityOfImprovement(Y, X)).isCloseTo(0.626, offset(1e-14));
        assertThat(Aggregate.probabilityOfImprovement(X, X)).isEqualTo(0.5);
        assertThat(Aggregate.probabilityOfImprovement(new double[][] {Golden.X}, new double[][] {Golden.Y}))
                .isCloseTo(0.195454545455, offset(1e-12));
        assertThatThrownBy(() -> Aggregate.probabilityOfImprovement(X, new double[1][1]))
                .hasMessageContaining("the same worlds");
    }

    @Test
    @DisplayName("one sample's interquartile mean is R's mean with a quarter trimmed")
    void trimmedMean() {
        assertRelative(Aggregate.interquartileMean().of(new double[][] {Golden.X}), 2.34166666667, 1e-11);
    }

    private static double[][] matrix(long start, double shift) {
        double[][] scores = new double[5][10];
        long state = start;
        for (int run = 0; run < 10; run++) {
            for (int world = 0; world < 5; world++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                scores[world][run] = (state >>> 11) * 0x1p-53 + shift;
            }
        }
        return scores;
    }
}
