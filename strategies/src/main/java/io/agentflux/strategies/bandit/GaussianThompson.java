package io.agentflux.strategies.bandit;

import io.agentflux.arena.Signals;
import java.util.random.RandomGenerator;

final class GaussianThompson implements ArmPolicy {

    private final ArmMeans means;
    private final ArmReward reward;
    private final double priorMean;
    private final double priorPrecision;
    private final double noisePrecision;
    private final RandomGenerator random;

    GaussianThompson(
            int arms,
            ArmReward reward,
            double priorMean,
            double priorDeviation,
            double noiseDeviation,
            RandomGenerator random) {
        this.means = new ArmMeans(arms);
        this.reward = reward;
        this.priorMean = priorMean;
        this.priorPrecision = 1 / (priorDeviation * priorDeviation);
        this.noisePrecision = 1 / (noiseDeviation * noiseDeviation);
        this.random = random;
    }

    @Override
    public int choose(Signals signals) {
        int best = 0;
        double bestDraw = Double.NEGATIVE_INFINITY;
        for (int arm = 0; arm < means.arms(); arm++) {
            double draw = posteriorMean(arm) + posteriorDeviation(arm) * Draws.normal(random);
            if (draw > bestDraw) {
                best = arm;
                bestDraw = draw;
            }
        }
        return best;
    }

    double posteriorMean(int arm) {
        return (priorMean * priorPrecision + means.sum(arm) * noisePrecision) / posteriorPrecision(arm);
    }

    double posteriorDeviation(int arm) {
        return 1 / StrictMath.sqrt(posteriorPrecision(arm));
    }

    private double posteriorPrecision(int arm) {
        return priorPrecision + means.pulls(arm) * noisePrecision;
    }

    @Override
    public void learn(int arm, double before, double after) {
        means.add(arm, reward.of(before, after));
    }

    @Override
    public String reasoning(Arm arm) {
        return "Gaussian Thompson Sampling: playing '" + arm.name() + "' — " + arm.description();
    }
}
