package io.agentflux.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * The ranks that a competitor may truly have, 1 being the best.
 *
 * @param low the best rank it may have, at least 1
 * @param high the worst rank it may have, at least {@code low}
 */
public record RankInterval(int low, int high) {

    public RankInterval {
        if (low < 1 || high < low) {
            throw new IllegalArgumentException("Rank interval [" + low + ", " + high + "] is empty or below 1");
        }
    }

    /**
     * The rank intervals of K competitors: rank i lies in [1 + number surely above i, K - number surely below i]. They hold for
     * all competitors at once with the probability that all the comparisons hold at once. Source: Mogstad, Romano, Shaikh and
     * Wilhelm, Review of Economic Studies 91 (2024) 476-518.
     *
     * @param above {@code above[i][j]} says that i is surely above j, by comparisons that hold simultaneously
     */
    public static List<RankInterval> simultaneous(boolean[][] above) {
        int k = above.length;
        List<RankInterval> intervals = new ArrayList<>(k);
        for (int i = 0; i < k; i++) {
            int better = 0;
            int worse = 0;
            for (int j = 0; j < k; j++) {
                if (above[i][j] && above[j][i]) {
                    throw new IllegalArgumentException(i + " and " + j + " are each surely above the other");
                }
                better += above[j][i] ? 1 : 0;
                worse += above[i][j] ? 1 : 0;
            }
            intervals.add(new RankInterval(1 + better, k - worse));
        }
        return List.copyOf(intervals);
    }
}
