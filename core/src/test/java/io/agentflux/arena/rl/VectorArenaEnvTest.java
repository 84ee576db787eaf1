package io.agentflux.arena.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class VectorArenaEnvTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ArenaTask TASK = ArenaTask.of(ActionSpace.relative(0.5, EconomyParameter.SCAN_XP))
            .settling(Duration.ofDays(1))
            .stepLimit(3);

    private final List<Long> seeds = new CopyOnWriteArrayList<>();

    /** A world whose metric wanders by its seed, day by day. */
    private VectorArenaEnv.World world(long seed) {
        seeds.add(seed);
        SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
        ScriptedArena arena = new ScriptedArena();
        double[] frequency = {2};
        SplittableRandom chance = new SplittableRandom(seed);
        clock.schedulePeriodically(() -> frequency[0] += chance.nextDouble(), 1, 86_400, TimeUnit.SECONDS);
        arena.signals = () -> Mono.fromCallable(() -> ScriptedArena.signals(frequency[0], 0.5));
        return new VectorArenaEnv.World(arena, clock);
    }

    private static double[][] actions(int size, double action) {
        double[][] actions = new double[size][];
        Arrays.setAll(actions, world -> new double[] {action});
        return actions;
    }

    private List<String> played(Scheduler workers) {
        seeds.clear();
        VectorArenaEnv env = VectorArenaEnv.of(5, TASK, this::world, 42, workers);
        List<String> told = new ArrayList<>();
        told.add(Arrays.deepToString(env.reset()));
        for (int i = 0; i < 7; i++) {
            VectorArenaEnv.Step step = env.step(actions(5, 0.1));
            told.add(Arrays.deepToString(step.observations())
                    + Arrays.toString(step.rewards())
                    + Arrays.toString(step.truncated())
                    + Arrays.deepToString(step.reached()));
        }
        return told;
    }

    @Test
    @DisplayName("the same seed gives the same steps, on one thread or several")
    void reproducible() {
        List<String> alone = played(Schedulers.immediate());
        assertThat(seeds).hasSize(15).doesNotHaveDuplicates();
        Scheduler workers = Schedulers.newParallel("worlds", 4, true);
        try {
            assertThat(played(workers)).isEqualTo(alone);
        } finally {
            workers.dispose();
        }
    }

    @Test
    @DisplayName("an episode that ends begins anew in a new world, and what was seen last is told apart")
    void beginsAnew() {
        VectorArenaEnv env = VectorArenaEnv.of(2, TASK, this::world, 1);
        double[][] first = env.reset();
        env.step(actions(2, 0));
        VectorArenaEnv.Step before = env.step(actions(2, 0));
        assertThat(before.truncated()).containsExactly(false, false);
        assertThat(before.reached()).isDeepEqualTo(before.observations());
        VectorArenaEnv.Step last = env.step(actions(2, 0));

        assertThat(last.truncated()).containsExactly(true, true);
        assertThat(last.observations()[0]).isEqualTo(first[0]);
        assertThat(last.reached()[0]).isNotEqualTo(first[0]);
        assertThat(last.rewards()[0]).isPositive();
        assertThat(seeds).hasSize(4);
        assertThat(env.step(actions(2, 0)).transitions())
                .allSatisfy(transition -> assertThat(transition.step()).isEqualTo(1));
    }

    @Test
    @DisplayName("a world that closes terminates its own episode only")
    void terminatesAlone() {
        List<ScriptedArena> arenas = new ArrayList<>();
        VectorArenaEnv env = VectorArenaEnv.of(
                3,
                TASK,
                seed -> {
                    VectorArenaEnv.World world = world(seed);
                    arenas.add((ScriptedArena) world.arena());
                    return world;
                },
                1);
        env.reset();
        arenas.get(1).signals = () -> Mono.error(new ArenaClosedException("403", null));
        VectorArenaEnv.Step step = env.step(actions(3, 0.1));

        assertThat(step.terminated()).containsExactly(false, true, false);
        assertThat(arenas).hasSize(4);
    }

    @Test
    @DisplayName(
            "a world that does not answer in its own time, a wrong number of actions, a step too early: refused in words")
    void refusals() {
        VectorArenaEnv mute = VectorArenaEnv.of(
                1,
                TASK,
                seed -> {
                    ScriptedArena arena = new ScriptedArena();
                    arena.signals = Mono::never;
                    return new VectorArenaEnv.World(arena, SimulatedScheduler.startingAt(START));
                },
                1);
        assertThatThrownBy(mute::reset).hasMessageContaining("did not answer within PT0S");

        VectorArenaEnv env = VectorArenaEnv.of(2, TASK, this::world, 1);
        assertThatThrownBy(() -> env.step(actions(2, 0))).hasMessageContaining("reset first");
        env.reset();
        assertThatThrownBy(() -> env.step(actions(1, 0))).hasMessageContaining("1 actions for 2 worlds");
        assertThatThrownBy(() -> env.step(new double[][] {{1}, {1, 2}})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a thread that must not wait is refused in words that help")
    void refusesNonBlockingThreads() {
        VectorArenaEnv env = VectorArenaEnv.of(2, TASK, this::world, 1);
        String refusal = Mono.fromCallable(env::reset)
                .map(observations -> "not refused")
                .onErrorResume(IllegalStateException.class, refused -> Mono.just(refused.getMessage()))
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(20));

        assertThat(refusal).contains("VectorArenaEnv.reset()", "boundedElastic()");
    }
}
