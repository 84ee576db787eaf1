package io.agentflux.sandbox.oracle;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/**
 * Looks for the maximum of a function by the evolution strategy with covariance matrix adaptation (CMA-ES; Hansen and
 * Ostermeier, Evolutionary Computation 9 (2001) 159-195) of the Hipparchus library. The same arguments give the same bits.
 */
final class EvolutionSearch {

    /** Where a search ended. */
    static final class Found {

        private final double[] point;
        private final double value;

        private Found(double[] point, double value) {
            this.point = point;
            this.value = value;
        }

        /** The best point seen. */
        double[] point() {
            return point;
        }

        /** The function there. */
        double value() {
            return value;
        }
    }

    private EvolutionSearch() {}

    /**
     * Maximises a function on all of space.
     *
     * @param start where to start
     * @param step the standard deviation of the first steps
     * @param evaluations how often the function may be evaluated, not counting a started generation
     */
    static Found maximise(
            ToDoubleFunction<double[]> function, double[] start, double step, int evaluations, long seed) {
        int dimension = start.length;
        int offspring = offspring(dimension);
        CMAESOptimizer optimizer = new CMAESOptimizer(
                generations(dimension, evaluations), 0, true, 0, 0, new Well19937c(seed), false, null);
        double[] steps = new double[dimension];
        Arrays.fill(steps, step);
        PointValuePair best = optimizer.optimize(
                new MaxEval(Integer.MAX_VALUE),
                new ObjectiveFunction(function::applyAsDouble),
                GoalType.MAXIMIZE,
                new InitialGuess(start),
                SimpleBounds.unbounded(dimension),
                new CMAESOptimizer.Sigma(steps),
                new CMAESOptimizer.PopulationSize(offspring));
        return new Found(best.getPoint(), best.getValue());
    }

    /** How often the function is evaluated at most. */
    static long mostEvaluations(int dimension, int evaluations) {
        return 1 + (long) generations(dimension, evaluations) * offspring(dimension);
    }

    private static int generations(int dimension, int evaluations) {
        return Math.max(1, (evaluations + offspring(dimension) - 1) / offspring(dimension));
    }

    private static int offspring(int dimension) {
        return dimension <= EconomyBox.DIMENSION ? 14 : dimension <= 2 * EconomyBox.DIMENSION ? 16 : 20;
    }
}
