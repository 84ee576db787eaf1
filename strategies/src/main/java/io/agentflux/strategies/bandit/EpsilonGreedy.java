package io.agentflux.strategies.bandit;

import io.agentflux.arena.Signals;
import java.util.random.RandomGenerator;

final class EpsilonGreedy implements ArmPolicy {

    private final ArmMeans means;
    private final ArmReward reward;
    private final double epsilon;
    private final RandomGenerator random;
    private boolean isExploring;

    EpsilonGreedy(int arms, ArmReward reward, double epsilon, RandomGenerator random) {
        this.means = new ArmMeans(arms);
        this.reward = reward;
        this.epsilon = epsilon;
        this.random = random;
    }

    @Override
    public int choose(Signals signals) {
        isExploring = random.nextDouble() < epsilon;
        return isExploring ? random.nextInt(means.arms()) : means.best();
    }

    @Override
    public void learn(int arm, double before, double after) {
        means.add(arm, reward.of(before, after));
    }

    @Override
    public String reasoning(Arm arm) {
        return "Epsilon-Greedy (" + (isExploring ? "explore" : "exploit") + "): '" + arm.name() + "'";
    }
}
