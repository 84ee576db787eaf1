package io.agentflux.orchestrator.load;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.time.SimulatedScheduler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What an agent's cycle costs in simulated time when its functions do next to nothing, beside the same loop written by hand in
 * Reactor on the same scheduler: observe, decide, act, wait a second, repeat. Each loop plays on the calling thread.
 */
public final class CycleBenchmark {

    private static final int CYCLES = 10_000;
    private static final int WARM_UP = 40;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private CycleBenchmark() {}

    /** What the loop by hand tells about a cycle. */
    private record Told(String what, long cycle, Instant at, Object value) {}

    /**
     * What was measured, in CPU time of the thread.
     *
     * @param rounds how often the loops were played in turn
     * @param cyclesPerRound how many cycles each loop played in a round
     * @param agentNanos what a cycle of an agent costs, the median over rounds
     * @param byHandNanos what a cycle of the loop by hand costs that tells what happens, as an agent does, likewise
     * @param silentNanos what a cycle of the loop by hand costs that tells its results only, likewise
     * @param overByHand an agent's cost over that of the telling loop, the median over rounds
     * @param overSilent an agent's cost over that of the silent loop, the median over rounds
     */
    public record Result(
            int rounds,
            int cyclesPerRound,
            double agentNanos,
            double byHandNanos,
            double silentNanos,
            double overByHand,
            double overSilent) {}

    /** Measures so many rounds, after a warm-up; 100 take a few seconds. */
    public static Result run(int rounds) {
        if (rounds < 1) {
            throw new IllegalArgumentException(rounds + " rounds measure nothing; give at least one");
        }
        Object[] last = new Object[1];
        Consumer<Object> reader = event -> last[0] = event;
        double[] agent = new double[rounds];
        double[] byHand = new double[rounds];
        double[] silent = new double[rounds];
        double[] overByHand = new double[rounds];
        double[] overSilent = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            int at = Math.max(0, round);
            agent[at] = nanosPerCycle(() -> agent(CYCLES, reader));
            byHand[at] = nanosPerCycle(() -> byHand(CYCLES, reader));
            silent[at] = nanosPerCycle(() -> byHandInSilence(CYCLES, reader));
            overByHand[at] = agent[at] / byHand[at];
            overSilent[at] = agent[at] / silent[at];
        }
        return new Result(
                rounds, CYCLES, median(agent), median(byHand), median(silent), median(overByHand), median(overSilent));
    }

    private static double nanosPerCycle(Runnable loop) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        loop.run();
        return (threads.getCurrentThreadCpuTime() - before) / (double) CYCLES;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Plays so many cycles of an agent, and hands every event of its life to the reader. */
    public static void agent(int cycles, Consumer<Object> reader) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        long[] seen = new long[1];
        AgentFlux.observing(() -> Mono.just(++seen[0]))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(PERIOD))
                .on(world)
                .events()
                .subscribe(reader);
        world.advanceBy(PERIOD.multipliedBy(cycles - 1L));
    }

    /** Plays so many cycles of the loop by hand, and hands the reader as many events as an agent would. */
    public static void byHand(int cycles, Consumer<Object> reader) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        long[] seen = new long[1];
        long[] cycle = new long[1];
        Flux<Told> telling = Flux.defer(() -> {
            long number = ++cycle[0];
            return Mono.fromSupplier(() -> ++seen[0])
                    .flatMapMany(observation -> Flux.concat(
                            Mono.just(new Told("observed", number, world.now(), observation)),
                            Mono.justOrEmpty(Optional.of(observation))
                                    .flatMapMany(proposal -> Flux.concat(
                                            Mono.just(new Told("decided", number, world.now(), proposal)),
                                            Mono.just(proposal)
                                                    .map(result -> new Told("acted", number, world.now(), result)))),
                            Mono.fromSupplier(() -> new Told("completed", number, world.now(), number))));
        });
        telling.repeatWhen(ends -> ends.delayElements(PERIOD, world)).subscribe(reader);
        world.advanceBy(PERIOD.multipliedBy(cycles - 1L));
    }

    /** Plays so many cycles of the shortest loop by hand, and hands its results to the reader. */
    public static void byHandInSilence(int cycles, Consumer<Object> reader) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        long[] seen = new long[1];
        Mono.fromSupplier(() -> ++seen[0])
                .flatMap(observation -> Mono.justOrEmpty(Optional.of(observation)))
                .flatMap(Mono::just)
                .delaySubscription(PERIOD, world)
                .repeat()
                .subscribe(reader);
        world.advanceBy(PERIOD.multipliedBy(cycles));
    }
}
