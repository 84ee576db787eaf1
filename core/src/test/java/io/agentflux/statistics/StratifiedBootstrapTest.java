package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertShare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StratifiedBootstrapTest {

    private static final StratifiedBootstrap IQM = StratifiedBootstrap.of(
                    AggregateTest.X, Aggregate.interquartileMean())
            .seed(7);

    @Test
    @DisplayName("rliable's intervals change from call to call: ours obey their seed on 1, 2 and 8 threads")
    void obeysItsSeed() throws Exception {
        double[] sequential = IQM.distribution();
        for (int threads : new int[] {1, 2, 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertThat(pool.submit(() -> IQM.parallel().distribution()).get())
                        .containsExactly(sequential);
            } finally {
                pool.shutdown();
            }
        }
        assertThat(IQM.distribution()).containsExactly(sequential);
        assertThat(IQM.seed(8).distribution()).isNotEqualTo(sequential);
    }

    @Test
    @DisplayName("the percentile interval of the interquartile mean agrees with rliable's at 200,000 replicates")
    void percentile() {
        Interval interval = IQM.replicates(100_000).percentile(0.95);

        assertThat(interval.estimate()).isEqualTo(Aggregate.interquartileMean().of(AggregateTest.X));
        assertThat(interval.low()).isCloseTo(0.4031862185898097, offset(2e-3));
        assertThat(interval.high()).isCloseTo(0.5840010248942302, offset(2e-3));
        assertThat(interval.method()).isEqualTo("percentile bootstrap");
    }

    @Test
    @DisplayName("the BCa interval of a skewed mean agrees with scipy's, for one and for two strata")
    void biasCorrected() {
        double[] x = exponential(Golden.X);
        double[] y = exponential(Golden.Y);
        Interval one = StratifiedBootstrap.of(new double[][] {x}, Aggregate.mean())
                .replicates(100_000)
                .biasCorrected(0.95);
        // scipy.stats.bootstrap, 400,000 resamples
        assertThat(one.low()).isCloseTo(8.850776375628907, offset(0.06));
        assertThat(one.high()).isCloseTo(15.646684733082303, offset(0.06));

        Interval two = StratifiedBootstrap.of(new double[][] {x, y}, Aggregate.mean())
                .replicates(100_000)
                .biasCorrected(0.95);
        assertThat(two.low()).isCloseTo(13.443871620441428, offset(0.06));
        assertThat(two.high()).isCloseTo(19.357552994145852, offset(0.06));
        assertThat(two.method()).isEqualTo("BCa bootstrap");
    }

    @Test
    @DisplayName("paired scores are drawn together: a constant difference has no spread")
    void jointDrawing() {
        double[] scores = AggregateTest.X[0];
        StratifiedBootstrap.Statistic difference = positions -> {
            double a = 0;
            double b = 0;
            for (int position : positions[0]) {
                a += scores[position] + 0.25;
                b += scores[position];
            }
            return (a - b) / positions[0].length;
        };
        Interval interval = StratifiedBootstrap.of(new int[] {10}, difference).percentile(0.95);

        assertThat(interval.width()).isLessThan(1e-14);
        assertThat(interval.low()).isCloseTo(0.25, offset(1e-14));
    }

    @Test
    @DisplayName("constant, single and NaN scores have written outcomes")
    void writtenOutcomes() {
        Interval constant = StratifiedBootstrap.of(new double[][] {{2, 2, 2}}, Aggregate.mean())
                .biasCorrected(0.95);
        assertThat(constant.low()).isEqualTo(2);
        assertThat(constant.high()).isEqualTo(2);
        assertThat(constant.method()).isEqualTo("percentile bootstrap");
        Interval nan = StratifiedBootstrap.of(new double[][] {{2, Double.NaN}}, Aggregate.mean())
                .percentile(0.95);
        assertThat(nan.width()).isInfinite();
        assertThatThrownBy(() -> StratifiedBootstrap.of(new double[][] {{1}, {}}, Aggregate.mean()))
                .hasMessageContaining("[1, 0]");
        assertThatThrownBy(() -> IQM.replicates(1)).hasMessageContaining("at least 2");
    }

    @Test
    @DisplayName("percentile and BCa intervals of a mean cover 95 % within 2.5 points at 40 runs, on 1,500 runs")
    void coverage() {
        Random random = new Random(25);
        int runs = 1_500;
        int percentile = 0;
        int corrected = 0;
        for (int run = 0; run < runs; run++) {
            double[][] scores = {TTestTest.gaussian(random, 20, 0, 1), TTestTest.gaussian(random, 20, 1, 1)};
            StratifiedBootstrap bootstrap = StratifiedBootstrap.of(scores, Aggregate.mean())
                    .replicates(500)
                    .seed(run);
            percentile += bootstrap.percentile(0.95).contains(0.5) ? 1 : 0;
            corrected += bootstrap.biasCorrected(0.95).contains(0.5) ? 1 : 0;
        }
        // a bootstrap of n items underestimates the variance by the factor 1 - 1/n
        assertShare(percentile, runs, 0.94);
        assertShare(corrected, runs, 0.94);
    }

    private static double[] exponential(double[] values) {
        return Arrays.stream(values).map(StrictMath::exp).toArray();
    }
}
