package io.agentflux.strategies.bandit;

import io.agentflux.arena.Signals;
import java.util.Arrays;
import java.util.random.RandomGenerator;

final class ThompsonSampling implements ArmPolicy {

    private final double[] successes;
    private final double[] failures;
    private final boolean againstAverage;
    private final RandomGenerator random;
    private double averageScore;
    private long scores;

    ThompsonSampling(int arms, boolean againstAverage, RandomGenerator random) {
        this.successes = new double[arms];
        this.failures = new double[arms];
        this.againstAverage = againstAverage;
        this.random = random;
        Arrays.fill(successes, 1);
        Arrays.fill(failures, 1);
    }

    @Override
    public int choose(Signals signals) {
        int best = 0;
        double bestDraw = -1;
        for (int arm = 0; arm < successes.length; arm++) {
            double draw = Draws.beta(random, successes[arm], failures[arm]);
            if (draw > bestDraw) {
                best = arm;
                bestDraw = draw;
            }
        }
        return best;
    }

    @Override
    public void learn(int arm, double before, double after) {
        boolean success = after > (againstAverage && scores > 0 ? averageScore : before);
        averageScore += (after - averageScore) / ++scores;
        (success ? successes : failures)[arm]++;
    }

    @Override
    public String reasoning(Arm arm) {
        return "Thompson Sampling: playing '" + arm.name() + "' — " + arm.description();
    }

    double successes(int arm) {
        return successes[arm];
    }

    double failures(int arm) {
        return failures[arm];
    }
}
