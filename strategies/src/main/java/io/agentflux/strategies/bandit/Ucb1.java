package io.agentflux.strategies.bandit;

import io.agentflux.arena.Signals;

final class Ucb1 implements ArmPolicy {

    private final ArmMeans means;
    private final ArmReward reward;
    private final double exploration;

    Ucb1(int arms, ArmReward reward, double exploration) {
        this.means = new ArmMeans(arms);
        this.reward = reward;
        this.exploration = exploration;
    }

    @Override
    public int choose(Signals signals) {
        int best = 0;
        for (int arm = 0; arm < means.arms(); arm++) {
            if (means.pulls(arm) == 0) {
                return arm;
            }
            if (bound(arm) > bound(best)) {
                best = arm;
            }
        }
        return best;
    }

    private double bound(int arm) {
        return means.mean(arm) + exploration * StrictMath.sqrt(StrictMath.log(means.allPulls()) / means.pulls(arm));
    }

    @Override
    public void learn(int arm, double before, double after) {
        means.add(arm, reward.of(before, after));
    }

    @Override
    public String reasoning(Arm arm) {
        return "UCB1: playing '" + arm.name() + "' — " + arm.description();
    }
}
