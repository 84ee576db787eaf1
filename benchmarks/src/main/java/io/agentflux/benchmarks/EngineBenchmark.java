package io.agentflux.benchmarks;

import io.agentflux.orchestrator.load.CycleBenchmark;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
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

    private long seen;

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void agent(Blackhole events) {
        CycleBenchmark.agent(CYCLES, events::consume);
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void byHandTelling(Blackhole events) {
        CycleBenchmark.byHand(CYCLES, events::consume);
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public void byHandSilent(Blackhole results) {
        CycleBenchmark.byHandInSilence(CYCLES, results::consume);
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
