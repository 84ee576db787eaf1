package io.agentflux.arena.rl;

import io.agentflux.arena.Arena;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Many worlds in this process, each on simulated time of its own, stepped together for training: as fast as the processor
 * computes them. An episode that ends begins anew at once, in a new world.
 *
 * <pre>{@code
 * VectorArenaEnv env = VectorArenaEnv.of(64, task, seed -> newWorld(seed), 42);
 * double[][] observations = env.reset();
 * for (int i = 0; i < 10_000; i++) {
 *     VectorArenaEnv.Step step = env.step(policy.act(observations));
 *     policy.learn(observations, step);
 *     observations = step.observations();
 * }
 * }</pre>
 *
 * <p>The same seed and the same actions give the same steps, whatever the number of threads. The methods compute for
 * milliseconds and wait for their workers, so they refuse to be called on a thread that must not block. Not safe for use by
 * several threads at once.
 */
public final class VectorArenaEnv {

    private final ArenaTask task;
    private final List<Lane> lanes;
    private final Scheduler workers;

    /**
     * One world.
     *
     * @param arena one of its variants
     * @param clock its time, which nobody else advances
     */
    public record World(Arena arena, SimulatedScheduler clock) {}

    /**
     * What came of a step, in the order of the worlds.
     *
     * @param observations what is seen now: where an episode ended, the beginning of the next
     * @param rewards what the steps were worth
     * @param terminated where the arena has closed
     * @param truncated where the episode was cut off
     * @param reached what each step led to; differs from what is seen now where an episode ended
     * @param transitions all that is known of the steps
     */
    @SuppressWarnings("ArrayRecordComponent") // fresh arrays, the currency of learning code; nobody compares these
    public record Step(
            double[][] observations,
            double[] rewards,
            boolean[] terminated,
            boolean[] truncated,
            double[][] reached,
            List<Transition> transitions) {}

    private VectorArenaEnv(ArenaTask task, List<Lane> lanes, Scheduler workers) {
        this.task = task;
        this.lanes = lanes;
        this.workers = workers;
    }

    /**
     * So many worlds, stepped on the calling thread.
     *
     * @param worlds makes a world from its seed; called again for each episode
     * @param seed decides the seeds of all worlds
     */
    public static VectorArenaEnv of(int size, ArenaTask task, LongFunction<World> worlds, long seed) {
        return of(size, task, worlds, seed, Schedulers.immediate());
    }

    /**
     * As {@link #of(int, ArenaTask, LongFunction, long)}, with the worlds made and stepped on {@code workers}, as many at a
     * time as that has threads.
     */
    public static VectorArenaEnv of(
            int size, ArenaTask task, LongFunction<World> worlds, long seed, Scheduler workers) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + "; give at least one world");
        }
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Lane> lanes = new ArrayList<>();
        for (int lane = 0; lane < size; lane++) {
            lanes.add(new Lane(task, worlds, seeds.split()));
        }
        return new VectorArenaEnv(task, List.copyOf(lanes), workers);
    }

    /** How many worlds there are. */
    public int size() {
        return lanes.size();
    }

    /** The vectors that are actions of one world. */
    public Box actionSpace() {
        return task.actions().box();
    }

    /** The vectors that are observations of one world. */
    public Box observationSpace() {
        return task.observations().box();
    }

    /**
     * Begins an episode in every world, each of them new.
     *
     * @return what is seen, by world
     * @throws IllegalStateException on a thread that must not block
     */
    public double[][] reset() {
        double[][] observations = new double[size()][];
        forEachLane("reset", lane -> observations[lane] = lanes.get(lane).reset());
        return observations;
    }

    /**
     * Takes a step in every world.
     *
     * @param actions an action for each world
     * @throws IllegalArgumentException if there are not as many actions as worlds, or one does not fit the space
     * @throws IllegalStateException on a thread that must not block, before the first {@link #reset}, and if a world does not
     *     answer within its own time
     */
    public Step step(double[][] actions) {
        if (actions.length != size()) {
            throw new IllegalArgumentException(actions.length + " actions for " + size() + " worlds");
        }
        Step step = new Step(
                new double[size()][],
                new double[size()],
                new boolean[size()],
                new boolean[size()],
                new double[size()][],
                new ArrayList<>(Collections.nCopies(size(), null)));
        forEachLane("step", number -> {
            Lane lane = lanes.get(number);
            ArenaGym.Step taken = lane.step(actions[number]);
            step.rewards[number] = taken.reward();
            step.terminated[number] = taken.terminated();
            step.truncated[number] = taken.truncated();
            step.reached[number] = taken.observation();
            step.observations[number] = taken.transition().isLast() ? lane.reset() : taken.observation();
            step.transitions.set(number, taken.transition());
        });
        return step;
    }

    private void forEachLane(String method, IntConsumer work) {
        Waiting.refuseOnNonBlockingThread("VectorArenaEnv." + method + "()", "");
        Flux.range(0, size())
                // as many at once as there are worlds: the workers limit themselves
                .flatMap(lane -> Mono.fromRunnable(() -> work.accept(lane)).subscribeOn(workers), size())
                .blockLast();
    }

    /** One world after the other, and the episodes in them. */
    private static final class Lane {

        private final ArenaTask task;
        private final LongFunction<World> worlds;
        private final SplittableRandom seeds;
        private @Nullable World world;
        private @Nullable ArenaGym gym;

        private Lane(ArenaTask task, LongFunction<World> worlds, SplittableRandom seeds) {
            this.task = task;
            this.worlds = worlds;
            this.seeds = seeds;
        }

        private double[] reset() {
            if (world != null) {
                world.clock().dispose();
            }
            World next = worlds.apply(seeds.nextLong());
            world = next;
            gym = ArenaGym.of(next.arena(), task, next.clock());
            return played(gym.reset(), next, Duration.ZERO).observation();
        }

        private ArenaGym.Step step(double[] action) {
            if (gym == null || world == null) {
                throw new IllegalStateException("no episode has begun; reset first");
            }
            return played(gym.step(action), world, task.settle());
        }

        private static <T> T played(Mono<T> call, World world, Duration time) {
            CompletableFuture<T> answer = call.toFuture();
            world.clock().advanceBy(time);
            if (!answer.isDone()) {
                answer.cancel(false);
                throw new IllegalStateException("the arena did not answer within " + time
                        + " of its own time; a world for training answers by itself, and its clock is the one given");
            }
            try {
                return answer.join();
            } catch (CompletionException failed) {
                throw Exceptions.propagate(Objects.requireNonNullElse(failed.getCause(), failed));
            }
        }
    }
}
