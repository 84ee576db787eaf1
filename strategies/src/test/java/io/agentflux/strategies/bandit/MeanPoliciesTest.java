package io.agentflux.strategies.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.strategies.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bandits that rank arms by mean rewards. */
class MeanPoliciesTest {

    private static final Arm ARM = ArmSet.BOOSTS.arms().get(1);

    private static int pull(ArmPolicy policy, double... rewards) {
        int arm = policy.choose(Worlds.nothing());
        policy.learn(arm, 0, rewards[arm]);
        return arm;
    }

    @Test
    @DisplayName("a reward is the change centred at 0.5 and held between 0 and 1, or the level")
    void knowsTwoRewards() {
        assertThat(ArmReward.CHANGE.of(2, 2.25)).isEqualTo(0.75);
        assertThat(ArmReward.CHANGE.of(2, 1)).isZero();
        assertThat(ArmReward.CHANGE.of(2, 9)).isEqualTo(1);
        assertThat(ArmReward.LEVEL.of(2, 9)).isEqualTo(9);
    }

    @Test
    @DisplayName("UCB1 plays 0, 1, 2, 3, 4 and then by the formula")
    void ucb1FollowsTheFormula() {
        Ucb1 policy = new Ucb1(5, ArmReward.LEVEL, 1);
        double[] rewards = {0.5, 0.6, 0.4, 0.6, 0.1};
        for (int arm = 0; arm < 5; arm++) {
            assertThat(pull(policy, rewards)).isEqualTo(arm);
        }
        // N = 5: every bonus is sqrt(ln 5) = 1.269; 1 is the first of the two best
        assertThat(pull(policy, rewards)).isEqualTo(1);
        // N = 6: arm 1 has 0.6 + sqrt(ln 6 / 2) = 1.547, arm 3 has 0.6 + sqrt(ln 6) = 1.939
        assertThat(pull(policy, rewards)).isEqualTo(3);
        // N = 7: arm 0 has 0.5 + 1.395 = 1.895, arm 2 has 1.795, arms 1 and 3 have 0.6 + 0.986
        assertThat(pull(policy, rewards)).isZero();
        assertThat(policy.reasoning(ARM)).isEqualTo("UCB1: playing 'Scan Boost' — doubles what a scan pays");
    }

    @Test
    @DisplayName("UCB1 without exploration is greedy")
    void ucb1CanBeGreedy() {
        Ucb1 policy = new Ucb1(2, ArmReward.LEVEL, 0);
        List<Integer> pulls = new ArrayList<>();
        for (int pull = 0; pull < 5; pull++) {
            pulls.add(pull(policy, 0.2, 0.1));
        }
        assertThat(pulls).containsExactly(0, 1, 0, 0, 0);
    }

    @Test
    @DisplayName("explore-then-exploit plays each arm three times, then the best for ever")
    void exploresThenCommits() {
        ExploreThenExploit policy = new ExploreThenExploit(3, ArmReward.LEVEL, 3);
        List<Integer> pulls = new ArrayList<>();
        for (int pull = 0; pull < 9; pull++) {
            pulls.add(pull(policy, 0.1, 0.7, 0.3));
        }
        assertThat(pulls).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
        assertThat(policy.choose(Worlds.nothing())).isEqualTo(1);
        assertThat(policy.reasoning(ARM)).isEqualTo("Explore-Then-Exploit (exploit): 'Scan Boost'");

        for (int pull = 0; pull < 20; pull++) {
            assertThat(pull(policy, 9, -9, 9)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("epsilon-greedy plays at random as often as epsilon says")
    void epsilonGreedyExplores() {
        EpsilonGreedy policy = new EpsilonGreedy(4, ArmReward.LEVEL, 0.2, Worlds.random(5));
        int others = 0;
        for (int pull = 0; pull < 4_000; pull++) {
            others += pull(policy, 0.9, 0.1, 0.1, 0.1) == 0 ? 0 : 1;
        }
        // 0.2 * 3/4 of 4,000, deviation 22.6
        assertThat(others).isBetween(510, 690);

        EpsilonGreedy greedy = new EpsilonGreedy(4, ArmReward.LEVEL, 0, Worlds.random(5));
        assertThat(pull(greedy, 0.9, 1, 1, 1)).isZero();
        assertThat(pull(greedy, 0.9, 1, 1, 1)).isZero();
    }

    @Test
    @DisplayName("the normal posterior by hand: prior 0.5 ± 0.5, noise 0.25, rewards 1 and 0.8")
    void gaussianPosteriorIsExact() {
        GaussianThompson policy = new GaussianThompson(2, ArmReward.LEVEL, 0.5, 0.5, 0.25, Worlds.random(1));
        policy.learn(1, 0, 1);
        policy.learn(1, 0, 0.8);

        // precision 4 + 2 * 16 = 36; mean (0.5 * 4 + 1.8 * 16) / 36
        assertThat(policy.posteriorMean(1)).isCloseTo(30.8 / 36, within(1e-12));
        assertThat(policy.posteriorDeviation(1)).isCloseTo(1.0 / 6, within(1e-12));
        assertThat(policy.posteriorMean(0)).isEqualTo(0.5);
        assertThat(policy.posteriorDeviation(0)).isEqualTo(0.5);
    }

    @Test
    @DisplayName("Gaussian Thompson sampling settles on the better arm")
    void gaussianPrefersTheBetterArm() {
        GaussianThompson policy = new GaussianThompson(2, ArmReward.LEVEL, 0.5, 0.5, 0.25, Worlds.random(3));
        int better = 0;
        for (int pull = 0; pull < 300; pull++) {
            better += pull(policy, 0.2, 0.8);
        }
        assertThat(better).isGreaterThan(280);
    }
}
