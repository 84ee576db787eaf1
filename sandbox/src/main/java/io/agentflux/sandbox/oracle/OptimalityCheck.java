package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.statistics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.random.SobolSequenceGenerator;

/** Tries to show that an economy is not the best. */
final class OptimalityCheck {

    private static final int MOST_SPREAD_POINTS = 4_096;
    /** Economies spread over the box are tried on a part of the people of a problem; those that do best there, on fresh people. */
    static final int SPREAD_DIVISOR = 4;

    static final int FEWEST_PEOPLE = 16;
    static final int SPREAD_FINALISTS = 8;
    private static final int POINTS_PER_PARAMETER = 21;
    /** How many economies differ from the one in a single parameter. */
    static final int GRID_POINTS = POINTS_PER_PARAMETER * EconomyBox.DIMENSION;

    private static final double TOLERANCE = .01;
    /** A two-sided interval of this level ends where the one-sided interval of 95 % does. */
    private static final double LEVEL = .90;

    private final Economy economy;
    private final Panel problems;
    private final Panel fresh;

    /**
     * Prepares the check of an economy.
     *
     * @param problems the people for whom it was optimised
     * @param fresh other people
     */
    OptimalityCheck(Economy economy, Panel problems, Panel fresh) {
        this.economy = economy;
        this.problems = problems;
        this.fresh = fresh;
    }

    /** How many economies are spread over the box if each start may try so many: four times as many, up to 4,096. */
    static int spreadPoints(int evaluations) {
        return Math.min(MOST_SPREAD_POINTS, 4 * evaluations);
    }

    /**
     * Checks.
     *
     * @param ends the economies with which the starts ended
     * @param refined other economies that were candidates
     * @param solutions the solution of each problem
     * @param spreadPoints how many economies to spread over the box
     * @param few people on whom they are tried first
     * @param value what the economy is worth
     */
    Certificate certificate(
            List<Economy> ends,
            List<Economy> refined,
            List<EvolutionSearch.Found> solutions,
            int spreadPoints,
            Panel few,
            double value) {
        double[] endValues = ends.stream().mapToDouble(fresh::mean).toArray();
        List<Economy> grid = grid();
        double[] onGrid = problems.means(grid);
        List<Economy> known = new ArrayList<>(ends);
        known.addAll(refined);
        Sample gaps = Sample.of(gaps(known, solutions));
        return new Certificate(
                max(endValues) - Arrays.stream(endValues).min().orElseThrow(),
                spreadPoints,
                spreadExcess(spreadPoints, few),
                grid.size(),
                max(onGrid) - problems.mean(economy),
                gaps.mean(),
                gaps.meanInterval(LEVEL).high(),
                TOLERANCE * Math.abs(value));
    }

    private double spreadExcess(int points, Panel few) {
        SobolSequenceGenerator sobol = new SobolSequenceGenerator(EconomyBox.DIMENSION);
        List<Economy> spread = Stream.generate(sobol::nextVector)
                .limit(points)
                .map(point -> EconomyBox.whole(EconomyBox.decode(point).get(0)))
                .toList();
        double[] values = few.means(spread);
        double[] finalists = IntStream.range(0, points)
                .boxed()
                .sorted(Comparator.comparingDouble(point -> -values[point]))
                .limit(SPREAD_FINALISTS)
                .mapToDouble(point -> fresh.mean(spread.get(point)))
                .toArray();
        return max(finalists) - fresh.mean(economy);
    }

    private List<Economy> grid() {
        List<Economy> grid = new ArrayList<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            for (int step = 0; step < POINTS_PER_PARAMETER; step++) {
                double z = (double) step / (POINTS_PER_PARAMETER - 1);
                double low = EconomyBox.low(parameter);
                Economy changed = economy.with(parameter, Math.rint(low + (EconomyBox.high(parameter) - low) * z * z));
                if (!changed.equals(economy)) {
                    grid.add(changed);
                }
            }
        }
        return grid;
    }

    /** By how much the best economy known for the people of each problem is better for them than this one. */
    private double[] gaps(List<Economy> known, List<EvolutionSearch.Found> solutions) {
        double[] best =
                solutions.stream().mapToDouble(EvolutionSearch.Found::value).toArray();
        for (Economy other : known) {
            double[] values = problems.values(other);
            for (int problem = 0; problem < best.length; problem++) {
                best[problem] = Math.max(best[problem], values[problem]);
            }
        }
        double[] own = problems.values(economy);
        for (int problem = 0; problem < best.length; problem++) {
            best[problem] = Math.max(0, best[problem] - own[problem]);
        }
        return best;
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
