package io.agentflux.arena.rl;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.VariantInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An arena as an environment of the shape that reinforcement learning has agreed on: spaces, episodes that terminate or are
 * truncated, an observation and information from each reset, a reward from each step.
 *
 * <p>The publishers are cold, take one subscription at a time, and end on the thread on which the arena answers. No method
 * blocks; a learning loop on a thread of its own may {@code block()} on them. An arena is not set back by a reset, which only
 * begins to count anew; where each episode needs a world of its own there is {@link VectorArenaEnv}.
 *
 * <p>An arena that closes terminates the episode. A refused update is a step like any other, which the reward may punish. Every
 * other failure is an error of the step; the step did not count then, and may be tried again, although it is not known whether
 * the update took effect.
 */
public final class ArenaGym {

    private final Arena arena;
    private final ArenaTask task;
    private final Scheduler scheduler;
    private final Consumer<? super Transition> recorder;

    /** Guards all below: whoever has set it may read and write them. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private @Nullable Moment moment;
    private boolean over;
    private long episode;
    private int steps;

    /**
     * How an episode begins.
     *
     * @param observation what is seen
     * @param variant the variant and its limits
     */
    @SuppressWarnings("ArrayRecordComponent") // a fresh vector, the currency of learning code; nobody compares these
    public record Reset(double[] observation, VariantInfo variant) {}

    /**
     * What came of a step.
     *
     * @param observation what is seen after it
     * @param transition all that is known of it
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record Step(double[] observation, Transition transition) {

        /** What it was worth. */
        public double reward() {
            return transition.reward();
        }

        /** Whether the arena has closed: there is no world any more. */
        public boolean terminated() {
            return transition.terminated();
        }

        /** Whether the episode was cut off: the world goes on, and its value should be estimated. */
        public boolean truncated() {
            return transition.truncated();
        }
    }

    private ArenaGym(Arena arena, ArenaTask task, Scheduler scheduler, Consumer<? super Transition> recorder) {
        this.arena = arena;
        this.task = task;
        this.scheduler = scheduler;
        this.recorder = recorder;
    }

    /**
     * An environment whose episode is still to begin, by {@link #reset}.
     *
     * @param scheduler where effects are waited for: the arena's own, if its time is simulated
     */
    public static ArenaGym of(Arena arena, ArenaTask task, Scheduler scheduler) {
        return of(arena, task, scheduler, transition -> {});
    }

    /** As {@link #of(Arena, ArenaTask, Scheduler)}, with somebody who is told each step; it must not block. */
    public static ArenaGym of(Arena arena, ArenaTask task, Scheduler scheduler, Consumer<? super Transition> recorder) {
        return new ArenaGym(arena, task, scheduler, recorder);
    }

    /** The vectors that are actions. */
    public Box actionSpace() {
        return task.actions().box();
    }

    /** The vectors that are observations. */
    public Box observationSpace() {
        return task.observations().box();
    }

    /**
     * Begins an episode, also in the middle of one.
     *
     * @return cold, and one episode per subscription; emits where the arena does; fails with {@link IllegalStateException} if a
     *     step or another reset is still running, else as the arena does
     */
    public Mono<Reset> reset() {
        return exclusively(() -> Mono.zip(arena.variant(), arena.signals(), (variant, signals) -> {
            Moment seen = new Moment(signals, variant.economy());
            moment = seen;
            over = false;
            episode++;
            steps = 0;
            return new Reset(task.observations().encode(seen), variant);
        }));
    }

    /**
     * Acts, waits for the effect, and sees it.
     *
     * @param action numbers outside of the {@linkplain #actionSpace box} count as its bounds
     * @return cold, and one step per subscription, on the scheduler of this environment if there is an effect to wait for; a
     *     cancelled step may have acted all the same. Fails with {@link IllegalStateException} if there is no episode or the
     *     step before is still running, with {@link IllegalArgumentException} if the action has another length than the space
     *     or holds what is not a number
     */
    public Mono<Step> step(double... action) {
        double[] asked = action.clone();
        return exclusively(() -> {
            Moment before = moment;
            if (before == null || over) {
                throw new IllegalStateException(
                        before == null ? "no episode has begun; reset first" : "the episode is over; reset first");
            }
            double[] taken = actionSpace().clipped(asked);
            return acted(before, taken).map(transition -> stepped(transition));
        });
    }

    private Mono<Transition> acted(Moment before, double[] action) {
        Map<EconomyParameter, Double> changes = task.actions().changes(action, before.economy());
        Mono<Optional<ConfigResult>> answer = changes.isEmpty()
                ? Mono.just(Optional.empty())
                : arena.submit(ConfigUpdate.of(changes, "Episode " + episode + ", step " + (steps + 1)))
                        .map(Optional::of);
        return answer.flatMap(result -> settled(before, action, result.orElse(null)))
                .onErrorResume(
                        ArenaClosedException.class,
                        closed -> Mono.fromSupplier(() -> transition(before, action, null, null)));
    }

    private Mono<Transition> settled(Moment before, double[] action, @Nullable ConfigResult result) {
        Economy economy = result == null ? before.economy() : before.economy().after(result.appliedConfig());
        Mono<Transition> seen = arena.signals()
                .map(signals -> transition(before, action, result, new Moment(signals, economy)))
                .onErrorResume(
                        ArenaClosedException.class,
                        closed -> Mono.fromSupplier(() -> transition(before, action, result, null)));
        return task.settle().isZero() ? seen : seen.delaySubscription(task.settle(), scheduler);
    }

    /** The step that led to {@code after}, which is null if the arena has closed. */
    private Transition transition(
            Moment before, double[] action, @Nullable ConfigResult result, @Nullable Moment after) {
        boolean terminated = after == null;
        Moment last = after == null ? before : after;
        return new Transition(
                episode,
                steps + 1,
                before,
                Arrays.stream(action).boxed().toList(),
                result,
                last,
                terminated ? 0 : task.reward().of(before, result, last),
                terminated,
                !terminated && steps + 1 >= task.stepLimit());
    }

    private Step stepped(Transition transition) {
        moment = transition.after();
        steps = transition.step();
        over = transition.isLast();
        recorder.accept(transition);
        return new Step(task.observations().encode(transition.after()), transition);
    }

    private <T> Mono<T> exclusively(Supplier<Mono<T>> call) {
        return Mono.defer(() -> {
            if (!busy.compareAndSet(false, true)) {
                return Mono.error(new IllegalStateException(
                        "the call before is still running; an environment takes one step at a time"));
            }
            // free before anybody hears of the end, who may want to go on at once; and once, however late it is
            // cancelled
            return Mono.using(() -> busy, mine -> call.get(), mine -> mine.set(false));
        });
    }
}
