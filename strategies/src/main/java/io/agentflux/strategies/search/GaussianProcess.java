package io.agentflux.strategies.search;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A regression with zero mean and the covariance {@code exp(-d² / (2 l²))}, where {@code l} is the length scale, plus noise of
 * the given variance. Solved by a Cholesky decomposition.
 */
final class GaussianProcess {

    /** What is believed of the value at a point. */
    record Belief(double mean, double deviation) {}

    private static final double SMALLEST_DEVIATION = 1e-6;

    private final List<double[]> points;
    private final double lengthScale;
    private final LinearSolverDense<DMatrixRMaj> solver;
    private final DMatrixRMaj weights;
    private final DMatrixRMaj covariances;
    private final DMatrixRMaj solved;

    GaussianProcess(List<double[]> points, double[] values, double lengthScale, double noiseVariance) {
        int size = points.size();
        this.points = points;
        this.lengthScale = lengthScale;
        this.solver = LinearSolverFactory_DDRM.chol(size);
        this.weights = new DMatrixRMaj(size, 1);
        this.covariances = new DMatrixRMaj(size, 1);
        this.solved = new DMatrixRMaj(size, 1);
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double noise = row == column ? noiseVariance : 0;
                matrix.set(row, column, covariance(points.get(row), points.get(column)) + noise);
            }
        }
        if (!solver.setA(matrix)) {
            throw new IllegalArgumentException("the covariance of " + size
                    + " points is not positive definite with a noise variance of " + noiseVariance + "; raise it");
        }
        solver.solve(new DMatrixRMaj(size, 1, true, values), weights);
    }

    Belief at(double... point) {
        for (int row = 0; row < points.size(); row++) {
            covariances.set(row, 0, covariance(point, points.get(row)));
        }
        solver.solve(covariances, solved);
        double variance = 1 - CommonOps_DDRM.dot(covariances, solved);
        return new Belief(
                CommonOps_DDRM.dot(covariances, weights),
                Math.max(StrictMath.sqrt(Math.max(variance, 0)), SMALLEST_DEVIATION));
    }

    private double covariance(double[] one, double[] other) {
        double square = 0;
        for (int axis = 0; axis < one.length; axis++) {
            double distance = one[axis] - other[axis];
            square += distance * distance;
        }
        return StrictMath.exp(-square / (2 * lengthScale * lengthScale));
    }
}
