package io.agentflux.orchestrator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.statistics.RankInterval;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the ranking promises, counted in simulated tournaments whose truth is known. */
class RankingErrorRatesTest {

    private static final int RUNS = 1_000;

    @Test
    @DisplayName("A/A: of six equal strategies any is called different from the control in at most 5 % of tournaments")
    void falseAlarms() {
        Random random = new Random(31);
        int againstControl = 0;
        int pairs = 0;
        int letters = 0;
        for (int run = 0; run < RUNS; run++) {
            Ranking ranking = rank(Tables.random(random, new double[6], 2, 6, 0.7));
            againstControl += ranking.standings().stream()
                            .anyMatch(standing -> !standing.control()
                                    && standing.againstControl().conclusion() != Conclusion.NOT_DISTINGUISHABLE)
                    ? 1
                    : 0;
            pairs += ranking.pairs().stream().anyMatch(pair -> pair.conclusion() != Conclusion.NOT_DISTINGUISHABLE)
                    ? 1
                    : 0;
            letters += ranking.standings().stream()
                            .anyMatch(standing -> !standing.letters().equals("a"))
                    ? 1
                    : 0;
        }
        double band = 4 * Math.sqrt(0.05 * 0.95 / RUNS);
        assertThat((double) againstControl / RUNS).isBetween(0.01, 0.05 + band);
        assertThat((double) pairs / RUNS).isBetween(0.005, 0.05 + band);
        assertThat(letters).isEqualTo(pairs);
    }

    @Test
    @DisplayName("all true ranks lie in their intervals at once in at least 95 % of tournaments, also with ties")
    void jointCoverage() {
        Random random = new Random(32);
        double[] means = {0, 0, 0.4, 0.4, 0.8, 1.6};
        // the worst and the best rank that is true of each: equal means may be in either order
        RankInterval[] truth = {
            new RankInterval(5, 6),
            new RankInterval(5, 6),
            new RankInterval(3, 4),
            new RankInterval(3, 4),
            new RankInterval(2, 2),
            new RankInterval(1, 1)
        };
        int covered = 0;
        double width = 0;
        for (int run = 0; run < RUNS; run++) {
            Ranking ranking = rank(Tables.random(random, means, 2, 6, 0.4));
            boolean all = true;
            for (Standing standing : ranking.standings()) {
                RankInterval is = truth[Tables.names(6).indexOf(standing.strategy())];
                RankInterval said = standing.rankInterval();
                all &= said.low() <= is.low() && said.high() >= is.high();
                width += (said.high() - said.low()) / (6.0 * RUNS);
            }
            covered += all ? 1 : 0;
        }
        assertThat((double) covered / RUNS).isGreaterThanOrEqualTo(0.95 - 4 * Math.sqrt(0.05 * 0.95 / RUNS));
        // intervals that always say 1 to 6 would cover too: width 5
        assertThat(width).isLessThan(3);
    }

    @Test
    @DisplayName("power: an advantage of one deviation of the difference over 20 worlds is found nearly always")
    void power() {
        Random random = new Random(33);
        int found = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            double advantage = 0.3 * Math.sqrt(2);
            Ranking ranking = rank(Tables.random(random, new double[] {0, advantage, 0, 0}, 1, 20, 0.3));
            found += ranking.standings().stream()
                            .anyMatch(standing -> standing.strategy().equals("strategy-1")
                                    && standing.againstControl().conclusion() == Conclusion.BETTER)
                    ? 1
                    : 0;
        }
        // power of the paired t test at 0.05/3 is 0.958; Holm can only add
        assertThat((double) found / runs).isGreaterThan(0.958 - 4 * Math.sqrt(0.958 * 0.042 / runs));
    }

    /** Without the bootstrap, which decides nothing here and takes most of the time. */
    private static Ranking rank(ScoreTable table) {
        return Ranking.of(table, 0.95, 2);
    }
}
