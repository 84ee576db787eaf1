package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.rl.ActionSpace;
import io.agentflux.arena.rl.ArenaTask;
import io.agentflux.arena.rl.Reward;
import io.agentflux.arena.rl.VectorArenaEnv;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SandboxTrainingTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final ArenaTask TASK = ArenaTask.of(ActionSpace.relative(0.3, EconomyParameter.SCAN_XP))
            .rewarding(Reward.change(Metric.XP_VELOCITY))
            .stepLimit(5);

    private static VectorArenaEnv.World world(long seed) {
        SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2024-01-01T00:00:00Z"));
        Experiment experiment = new DemoExperiment(1, 50, seed, DAY).start(clock);
        return new VectorArenaEnv.World(
                experiment.arena(experiment.spec().variants().get(1).id()), clock);
    }

    private static double[][] played(ArenaTask task) {
        VectorArenaEnv env = VectorArenaEnv.of(3, task, SandboxTrainingTest::world, 7);
        SplittableRandom random = new SplittableRandom(1);
        double[][] rewards = new double[8][];
        env.reset();
        for (int step = 0; step < rewards.length; step++) {
            double[][] actions = new double[env.size()][];
            Arrays.setAll(actions, world -> env.actionSpace().sample(random));
            VectorArenaEnv.Step taken = env.step(actions);
            rewards[step] = taken.rewards();
            assertThat(List.of(taken.observations())).allMatch(env.observationSpace()::contains);
        }
        return rewards;
    }

    @Test
    @DisplayName(
            "worlds of simulated people are trained in: a day passes per step, and the same seed plays the same again")
    void trains() {
        double[][] rewards = played(TASK.settling(DAY));

        assertThat(List.of(rewards)).allSatisfy(step -> assertThat(step).doesNotContain(0));
        assertThat(played(TASK.settling(DAY))).isDeepEqualTo(rewards);
    }

    @Test
    @DisplayName("who does not wait for the effect of an action sees none")
    void settleTimeMatters() {
        assertThat(List.of(played(TASK))).allSatisfy(step -> assertThat(step).containsOnly(0));
    }
}
