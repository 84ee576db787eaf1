package io.agentflux.orchestrator.analysis;

import io.agentflux.statistics.Aggregate;
import io.agentflux.statistics.CompactLetters;
import io.agentflux.statistics.Evidence;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.RankInterval;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.StratifiedBootstrap;
import io.agentflux.statistics.TTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * All strategies of a tournament in order, with everything needed to judge how sure that order is.
 *
 * <p>Uncertainty is over seeds with the scenarios fixed. Strategies are ordered by mean score; ties stay ties. Rank intervals
 * and letters come from one set of all-pairs paired t intervals, Bonferroni-corrected, so they hold together with the
 * probability {@code level}. Pure and deterministic: equal tables give equal bits.
 *
 * @param control the strategy the others are compared with
 * @param level level of all intervals, in (0, 1); 1 - level is the family-wise error of each family of comparisons
 * @param plannedWorlds number of worlds planned
 * @param completeWorlds number of worlds in which every strategy has been played
 * @param standings one per strategy, best first; strategies without a mean come last
 * @param pairs all pairs, the better placed first, Holm-adjusted over all of them
 * @param gain what common worlds were worth over all comparisons with the control
 */
public record Ranking(
        String control,
        double level,
        int plannedWorlds,
        int completeWorlds,
        List<Standing> standings,
        List<Comparison> pairs,
        Comparison.PairingGain gain) {

    private static final double TARGET = 1;
    private static final int REPLICATES = 2_000;

    public Ranking {
        standings = List.copyOf(standings);
        pairs = List.copyOf(pairs);
    }

    /**
     * How many times as many worlds independent seeds would have needed: the median over the strategies that vary, because one
     * that runs wild would swamp a sum; empty if none does.
     */
    public OptionalDouble typicalPairingGain() {
        double[] factors = standings.stream()
                .map(Standing::againstControl)
                .filter(Objects::nonNull)
                .mapToDouble(comparison -> comparison.gain().factor())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return factors.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(factors[factors.length / 2]);
    }

    /** Ranks at the level 0.95. */
    public static Ranking of(ScoreTable table) {
        return of(table, 0.95);
    }

    /** Ranks at this level, in (0, 1). */
    public static Ranking of(ScoreTable table, double level) {
        return of(table, level, REPLICATES);
    }

    static Ranking of(ScoreTable table, double level, int replicates) {
        int count = table.strategies().size();
        int control = table.strategies().indexOf(table.control());
        Interval[] means = new Interval[count];
        for (int strategy = 0; strategy < count; strategy++) {
            means[strategy] = mean(table, strategy, level);
        }
        int[] order = order(table, means);

        List<Comparison.Measured> pairs = new ArrayList<>();
        boolean[][] above = new boolean[count][count];
        double alphaOfPair = (1 - level) / Math.max(1, count * (count - 1) / 2);
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                Comparison.Measured pair = Comparison.Measured.of(table, order[i], order[j]);
                pairs.add(pair);
                Conclusion conclusion = simultaneously(pair, alphaOfPair);
                above[i][j] = conclusion == Conclusion.BETTER;
                above[j][i] = conclusion == Conclusion.WORSE;
            }
        }
        Map<String, Comparison> againstControl = againstControl(table, order, control, level);
        List<RankInterval> rankIntervals = RankInterval.simultaneous(above);
        List<String> letters = CompactLetters.of(either(above));
        List<Standing> standings = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            int strategy = order[place];
            double mean = means[strategy].estimate();
            int[][] own = table.commonWorlds(strategy, strategy);
            double[][] scores = table.scores(strategy, own);
            standings.add(new Standing(
                    table.strategies().get(strategy),
                    worlds(own),
                    means[strategy],
                    aggregate(scores, Aggregate.interquartileMean(), level, replicates),
                    aggregate(scores, Aggregate.optimalityGap(TARGET), level, replicates),
                    improvement(table, strategy, control, level, replicates),
                    1
                            + (int) Arrays.stream(means)
                                    .filter(other -> ahead(other.estimate(), mean))
                                    .count(),
                    Arrays.stream(means)
                                    .filter(other -> other.estimate() == mean)
                                    .count()
                            > 1,
                    rankIntervals.get(place),
                    letters.get(place),
                    againstControl.get(table.strategies().get(strategy))));
        }
        return new Ranking(
                table.control(),
                level,
                table.worlds().size(),
                table.completeWorlds(),
                standings,
                Comparison.family(pairs, level),
                Comparison.PairingGain.sum(standings.stream()
                        .filter(standing -> !standing.control())
                        .map(standing -> againstControl.get(standing.strategy()))
                        .toList()));
    }

    private static Interval mean(ScoreTable table, int strategy, double level) {
        double[][] scores = table.scores(strategy, table.commonWorlds(strategy, strategy));
        return TTest.ofMean(Arrays.stream(scores).map(Sample::of).toList(), level)
                .difference();
    }

    /** Best mean first, equal means by name, no mean last. */
    private static int[] order(ScoreTable table, Interval[] means) {
        return IntStream.range(0, means.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer strategy) -> {
                            double mean = means[strategy].estimate();
                            return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : 0.0 - mean;
                        })
                        .thenComparing(strategy -> table.strategies().get(strategy)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean ahead(double other, double mean) {
        return Double.isNaN(mean) ? !Double.isNaN(other) : other > mean;
    }

    /** Differences that do not vary have no t interval to speak of; the permutation test judges those by their number. */
    private static Conclusion simultaneously(Comparison.Measured pair, double alpha) {
        TTest test = pair.test(1 - alpha);
        double p = test.evidence() == Evidence.CONSTANT ? pair.signFlip().pValue() : test.pValue();
        return Comparison.conclude(test, p, alpha);
    }

    private static Map<String, Comparison> againstControl(ScoreTable table, int[] order, int control, double level) {
        List<Comparison.Measured> family = IntStream.of(order)
                .filter(strategy -> strategy != control)
                .mapToObj(strategy -> Comparison.Measured.of(table, strategy, control))
                .toList();
        Map<String, Comparison> byStrategy = new HashMap<>();
        Comparison.family(family, level).forEach(comparison -> byStrategy.put(comparison.first(), comparison));
        return byStrategy;
    }

    private static boolean[][] either(boolean[][] above) {
        boolean[][] apart = new boolean[above.length][above.length];
        for (int i = 0; i < above.length; i++) {
            for (int j = 0; j < above.length; j++) {
                apart[i][j] = above[i][j] || above[j][i];
            }
        }
        return apart;
    }

    private static Interval aggregate(double[][] scores, Aggregate aggregate, double level, int replicates) {
        return worldsPlayed(scores) == 0
                ? Interval.unbounded(Double.NaN, level, "no world played")
                : bootstrap(
                        StratifiedBootstrap.of(scores, aggregate).replicates(replicates), worldsPlayed(scores), level);
    }

    private static Interval improvement(ScoreTable table, int strategy, int control, double level, int replicates) {
        int[][] strata = table.commonWorlds(strategy, control);
        int worlds = worlds(strata);
        if (strategy == control || worlds == 0) {
            return Interval.unbounded(Double.NaN, level, strategy == control ? "is the control" : "no common world");
        }
        double[][] mine = table.scores(strategy, strata);
        double[][] others = table.scores(control, strata);
        int[] sizes = Arrays.stream(strata).mapToInt(stratum -> stratum.length).toArray();
        StratifiedBootstrap bootstrap = StratifiedBootstrap.of(
                        sizes,
                        positions ->
                                Aggregate.probabilityOfImprovement(drawn(mine, positions), drawn(others, positions)))
                .replicates(replicates);
        boolean finite = Arrays.stream(mine).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)
                && Arrays.stream(others).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        return finite
                ? bootstrap(bootstrap, worlds, level)
                : Interval.unbounded(Double.NaN, level, "a score is not a number");
    }

    /** One world has no spread to draw from. */
    private static Interval bootstrap(StratifiedBootstrap bootstrap, int worlds, double level) {
        return worlds == 1
                ? Interval.unbounded(bootstrap.estimate(), level, "a single world")
                : bootstrap.percentile(level);
    }

    private static double[][] drawn(double[][] scores, int[][] positions) {
        double[][] drawn = new double[positions.length][];
        for (int stratum = 0; stratum < positions.length; stratum++) {
            double[] runs = new double[positions[stratum].length];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = scores[stratum][positions[stratum][i]];
            }
            drawn[stratum] = runs;
        }
        return drawn;
    }

    private static int worlds(int[][] strata) {
        return Arrays.stream(strata).mapToInt(stratum -> stratum.length).sum();
    }

    private static int worldsPlayed(double[][] scores) {
        return Arrays.stream(scores).mapToInt(stratum -> stratum.length).sum();
    }
}
