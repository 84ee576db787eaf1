package io.agentflux.benchmarks;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What does a simulated cycle cost with trivial functions, against the same loop written by hand in Reactor on the same
 * scheduler? The loop by hand observes, decides, acts, waits and repeats; one variant also tells what happens, as an agent does,
 * the other keeps silent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {

    private static final int CYCLES = 10_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** What the loop by hand tells about a cycle. */
    private record Told(String what, long cycle, Instant at, Object value) {}

    private long seen;

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void agent(Blackhole events) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        AgentFlux.observing(() -> Mono.just(++seen))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(world)
                .events()
                .subscribe(events::consume);
        world.advanceBy(Duration.ofSeconds(CYCLES - 1));
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void byHandTelling(Blackhole events) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        long[] cycle = new long[1];
        Flux<Told> telling = Flux.defer(() -> {
            long number = ++cycle[0];
            return Mono.fromSupplier(() -> ++seen)
                    .flatMapMany(observation -> Flux.concat(
                            Mono.just(new Told("observed", number, world.now(), observation)),
                            Mono.justOrEmpty(Optional.of(observation))
                                    .flatMapMany(proposal -> Flux.concat(
                                            Mono.just(new Told("decided", number, world.now(), proposal)),
                                            Mono.just(proposal)
                                                    .map(result -> new Told("acted", number, world.now(), result)))),
                            Mono.fromSupplier(() -> new Told("completed", number, world.now(), number))));
        });
        telling.repeatWhen(ends -> ends.delayElements(Duration.ofSeconds(1), world))
                .subscribe(events::consume);
        world.advanceBy(Duration.ofSeconds(CYCLES - 1));
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void byHandSilent(Blackhole results) {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        Mono.fromSupplier(() -> ++seen)
                .flatMap(observation -> Mono.justOrEmpty(Optional.of(observation)))
                .flatMap(Mono::just)
                .delaySubscription(Duration.ofSeconds(1), world)
                .repeat()
                .subscribe(results::consume);
        world.advanceBy(Duration.ofSeconds(CYCLES));
    }

    /** The scheduler's own share: a task that schedules itself again. */
    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void schedulerAlone() {
        SimulatedScheduler world = SimulatedScheduler.startingAt(START);
        world.schedule(new Runnable() {
            @Override
            public void run() {
                seen++;
                world.schedule(this, 1, TimeUnit.SECONDS);
            }
        });
        world.advanceBy(Duration.ofSeconds(CYCLES - 1));
    }
}
