package io.agentflux.strategies.bandit;

import static io.agentflux.strategies.NumberText.fixed;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

final class LinUcb implements ArmPolicy {

    /** What one arm has learnt: {@code inverse = (I + sum of x x')^-1} and {@code rewards = sum of r x}. */
    private static final class Ridge {

        private final DMatrixRMaj inverse;
        private final DMatrixRMaj rewards;

        private Ridge(int features) {
            this.inverse = CommonOps_DDRM.identity(features);
            this.rewards = new DMatrixRMaj(features, 1);
        }

        private DMatrixRMaj inverseTimes(DMatrixRMaj vector) {
            return CommonOps_DDRM.mult(inverse, vector, null);
        }

        private double bound(DMatrixRMaj context, double exploration) {
            double variance = CommonOps_DDRM.dot(context, inverseTimes(context));
            return CommonOps_DDRM.dot(context, inverseTimes(rewards))
                    + exploration * StrictMath.sqrt(Math.max(0, variance));
        }

        /** Adds {@code x x'} to what is inverted, by Sherman and Morrison. */
        private void learn(DMatrixRMaj context, double reward) {
            DMatrixRMaj direction = inverseTimes(context);
            double scale = -1 / (1 + CommonOps_DDRM.dot(context, direction));
            CommonOps_DDRM.multAddTransB(scale, direction, direction, inverse);
            CommonOps_DDRM.addEquals(rewards, reward, context);
        }
    }

    private final List<Ridge> ridges = new ArrayList<>();
    private final double exploration;
    private DMatrixRMaj context = new DMatrixRMaj(0, 1);

    LinUcb(int arms, int features, double exploration) {
        this.exploration = exploration;
        for (int arm = 0; arm < arms; arm++) {
            ridges.add(new Ridge(features));
        }
    }

    @Override
    public int choose(Signals signals) {
        return choose(features(signals));
    }

    int choose(double... features) {
        context = new DMatrixRMaj(features.length, 1, true, features);
        int best = 0;
        double bestBound = Double.NEGATIVE_INFINITY;
        for (int arm = 0; arm < ridges.size(); arm++) {
            double bound = ridges.get(arm).bound(context, exploration);
            if (bound > bestBound) {
                best = arm;
                bestBound = bound;
            }
        }
        return best;
    }

    double bound(int arm) {
        return ridges.get(arm).bound(context, exploration);
    }

    /** Enrolment, activity today and this week, time, frequency and retention, each between 0 and 1. */
    static double[] features(Signals signals) {
        double enrolled = Math.max(signals.enrolled(), 1);
        return new double[] {
            Math.min(signals.enrolled() / 200.0, 1),
            Math.min(signals.activeToday() / enrolled, 1),
            Math.min(signals.active7d() / enrolled, 1),
            Math.min(signals.experimentDays() / 30.0, 1),
            signals.trustedMetric(Metric.SCAN_FREQUENCY)
                    .map(signal -> Math.min(signal.value() / 5, 1))
                    .orElse(0.5),
            signals.trustedMetric(Metric.RETENTION_RATE)
                    .map(MetricSignal::value)
                    .orElse(0.5)
        };
    }

    @Override
    public void learn(int arm, double before, double after) {
        ridges.get(arm).learn(context, after);
    }

    @Override
    public String reasoning(Arm arm) {
        return "LinUCB: '" + arm.name() + "' | context=[enroll=" + fixed(context.get(0), 1) + ", activity="
                + fixed(context.get(1), 1) + ", progress=" + fixed(context.get(3), 1) + "]";
    }
}
