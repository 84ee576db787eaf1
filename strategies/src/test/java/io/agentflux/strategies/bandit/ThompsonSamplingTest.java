package io.agentflux.strategies.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.strategies.Worlds;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThompsonSamplingTest {

    @Test
    @DisplayName("a rise counts as success, anything else as failure, for the arm that was played")
    void countsPosteriors() {
        ThompsonSampling policy = new ThompsonSampling(3, false, Worlds.random(1));

        policy.learn(0, 1.0, 1.1);
        policy.learn(0, 1.1, 1.1);
        policy.learn(2, 1.1, 1.0);
        policy.learn(2, 1.0, 0.9);

        assertThat(policy.successes(0)).isEqualTo(2);
        assertThat(policy.failures(0)).isEqualTo(2);
        assertThat(policy.successes(1)).isEqualTo(1);
        assertThat(policy.failures(1)).isEqualTo(1);
        assertThat(policy.successes(2)).isEqualTo(1);
        assertThat(policy.failures(2)).isEqualTo(3);
    }

    @Test
    @DisplayName("against the average, a falling score is a success while it is above the average so far")
    void comparesWithTheAverage() {
        ThompsonSampling policy = new ThompsonSampling(1, true, Worlds.random(1));

        policy.learn(0, 0, 1); // the first is compared with the score before
        policy.learn(0, 1, 5); // above 1
        policy.learn(0, 5, 4); // above 3
        policy.learn(0, 4, 3); // below 3.33

        assertThat(policy.successes(0)).isEqualTo(4);
        assertThat(policy.failures(0)).isEqualTo(2);
    }

    @Test
    @DisplayName("an arm that succeeds more often is played more often")
    void prefersTheBetterArm() {
        ThompsonSampling policy = new ThompsonSampling(3, false, Worlds.random(11));
        int[] plays = new int[3];
        for (int pull = 0; pull < 500; pull++) {
            int arm = policy.choose(Worlds.nothing());
            plays[arm]++;
            policy.learn(arm, 0, arm == 1 ? 1 : -1);
        }

        assertThat(plays[1]).isGreaterThan(450);
        assertThat(Arrays.stream(plays).sum()).isEqualTo(500);
    }
}
