package io.agentflux.examples;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.rl.ActionSpace;
import io.agentflux.arena.rl.ArenaGym;
import io.agentflux.arena.rl.ArenaTask;
import io.agentflux.arena.rl.Reward;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A loop that learns by reinforcement which way to move a reward: three moves, a preference for each, and after each step the
 * preference of the move grows by how much better than usual it was (a gradient bandit with a baseline).
 */
public final class LearningLoop {

    private static final double[] MOVES = {-1, 0, 1};
    private static final double LEARNING_RATE = 0.5;

    private final double[] preferences = new double[MOVES.length];
    private final Random random;
    private double usualReward;
    private int steps;

    private LearningLoop(long seed) {
        this.random = new Random(seed);
    }

    /** Runs 30 steps of a day of half a second. */
    public static void main(String[] arguments) {
        Duration day = Duration.ofMillis(500);
        try (PracticeArena arena = PracticeArena.open(day)) {
            run(arena.access(), day, 30).doOnNext(System.out::println).blockLast();
        }
    }

    static Flux<String> run(ArenaAccess access, Duration day, int steps) {
        ArenaTask task = ArenaTask.of(ActionSpace.relative(0.2, EconomyParameter.SCAN_XP))
                .rewarding(Reward.level(Metric.SCAN_FREQUENCY).lessWhenRefused(0.1))
                .settling(day.multipliedBy(2))
                .stepLimit(steps);
        return Flux.using(
                () -> ArenaClient.create(access),
                client -> {
                    LearningLoop policy = new LearningLoop(1);
                    ArenaGym gym = ArenaGym.of(client, task, Schedulers.parallel());
                    return gym.reset()
                            .thenMany(Mono.defer(() -> policy.step(gym)).repeat(steps - 1L));
                },
                ArenaClient::close);
    }

    private Mono<String> step(ArenaGym gym) {
        int move = choose();
        return gym.step(MOVES[move]).map(step -> {
            learn(move, step.reward());
            return String.format(
                    Locale.ROOT,
                    "step %2d  move %+.0f  reward %.3f  inclination %s",
                    steps,
                    MOVES[move],
                    step.reward(),
                    Arrays.toString(Arrays.stream(inclination())
                            .map(share -> Math.rint(1_000 * share) / 10)
                            .toArray()));
        });
    }

    private int choose() {
        double draw = random.nextDouble();
        double[] shares = inclination();
        int move = 0;
        while (move < shares.length - 1 && draw >= shares[move]) {
            draw -= shares[move];
            move++;
        }
        return move;
    }

    private void learn(int move, double reward) {
        steps++;
        usualReward += (reward - usualReward) / steps;
        double[] shares = inclination();
        for (int other = 0; other < MOVES.length; other++) {
            double chosen = other == move ? 1 : 0;
            preferences[other] += LEARNING_RATE * (reward - usualReward) * (chosen - shares[other]);
        }
    }

    /** The probability of each move: the softmax of the preferences. */
    private double[] inclination() {
        double[] weights = Arrays.stream(preferences).map(Math::exp).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
