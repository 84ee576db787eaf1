package io.agentflux.strategies.bandit;

/** How often each arm was pulled and what it brought on average. */
final class ArmMeans {

    private final int[] pulls;
    private final double[] sums;
    private int allPulls;

    ArmMeans(int arms) {
        this.pulls = new int[arms];
        this.sums = new double[arms];
    }

    void add(int arm, double reward) {
        pulls[arm]++;
        sums[arm] += reward;
        allPulls++;
    }

    int arms() {
        return pulls.length;
    }

    int pulls(int arm) {
        return pulls[arm];
    }

    int allPulls() {
        return allPulls;
    }

    double sum(int arm) {
        return sums[arm];
    }

    /** The mean reward of an arm, 0 if it was never pulled. */
    double mean(int arm) {
        return pulls[arm] == 0 ? 0 : sums[arm] / pulls[arm];
    }

    /** The arm with the best mean; the first of equals. */
    int best() {
        int best = 0;
        for (int arm = 1; arm < pulls.length; arm++) {
            if (mean(arm) > mean(best)) {
                best = arm;
            }
        }
        return best;
    }
}
