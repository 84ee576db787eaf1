package io.agentflux.strategies.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Metric;
import io.agentflux.strategies.Worlds;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinUcbTest {

    @Test
    @DisplayName("two arms in two dimensions, by hand")
    void followsTheWorkedExample() {
        LinUcb policy = new LinUcb(2, 2, 1);

        assertThat(policy.choose(1, 0)).as("both bounds are 1, the first wins").isZero();
        policy.learn(0, 0, 0.5);

        // A = diag(2, 1), b = (0.5, 0): 0.25 + sqrt(1/2)
        assertThat(policy.choose(1, 0)).isEqualTo(1);
        assertThat(policy.bound(0)).isCloseTo(0.25 + Math.sqrt(0.5), within(1e-12));
        assertThat(policy.bound(1)).isCloseTo(1, within(1e-12));

        policy.choose(1, 1);
        policy.learn(1, 0, 1);

        // A = ((2, 1), (1, 2)), b = (1, 1): A^-1 b = (1/3, 1/3), A^-1 = ((2, -1), (-1, 2)) / 3
        assertThat(policy.choose(1, 0)).isEqualTo(1);
        assertThat(policy.bound(1)).isCloseTo(1.0 / 3 + Math.sqrt(2.0 / 3), within(1e-12));
        assertThat(policy.choose(0, 1)).isEqualTo(1);
        assertThat(policy.bound(0)).isCloseTo(1, within(1e-12));
    }

    @Test
    @DisplayName("the context has six features between 0 and 1")
    void readsTheContext() {
        // 80 of 200 enrolled, 40 of 80 today, 60 of 80 this week, day 3 of 30
        assertThat(LinUcb.features(Worlds.threeMetrics(2, 0.6, 0.5))).containsExactly(0.4, 0.5, 0.75, 0.1, 0.4, 0.6);
        assertThat(LinUcb.features(Worlds.frequency(50)))
                .containsExactly(new double[] {0.4, 0.5, 0.75, 0.1, 1, 0.5}, within(1e-12));
        assertThat(LinUcb.features(Worlds.signals(Map.of(Metric.SCAN_FREQUENCY, 4.0), 9)))
                .endsWith(0.5, 0.5);
    }

    @Test
    @DisplayName("the reason names the context")
    void explainsItself() {
        LinUcb policy = new LinUcb(4, 6, 1.5);
        policy.choose(Worlds.threeMetrics(2, 0.6, 0.5));

        assertThat(policy.reasoning(ArmSet.CONTEXTUAL.arms().get(0)))
                .isEqualTo("LinUCB: 'Balanced' | context=[enroll=0.4, activity=0.5, progress=0.1]");
    }

    @Test
    @DisplayName("it learns that the better arm depends on the context")
    void usesTheContext() {
        LinUcb policy = new LinUcb(2, 2, 0.5);
        for (int pull = 0; pull < 200; pull++) {
            boolean isFirstBetter = pull % 2 == 0;
            int arm = isFirstBetter ? policy.choose(1, 0) : policy.choose(0, 1);
            policy.learn(arm, 0, (arm == 0) == isFirstBetter ? 1 : 0);
        }
        assertThat(policy.choose(1, 0)).isZero();
        assertThat(policy.choose(0, 1)).isEqualTo(1);
    }
}
