package io.agentflux.benchmarks;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a person-day cost: many days at once, day by day as agents decide, and day by day with signals? Each
 * operation is one person-day.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class PopulationDayBenchmark {

    private static final int PEOPLE = 8_192;
    private static final int DAYS = 14;

    private final SimulatedPopulation settled = SimulatedPopulation.create(Scenario.stationary(), 1, PEOPLE);
    private SimulatedPopulation people = settled;

    /** Brings people to where most effects have settled. */
    @Setup(Level.Trial)
    public void settle() {
        settled.playBurnIn();
        settled.playDays(Economy.defaults(), 2 * DAYS);
    }

    /** Plays the same fortnight again. */
    @Setup(Level.Invocation)
    public void restore() {
        people = settled.fork();
    }

    /** All days of one block of people before the next. */
    @Benchmark
    @OperationsPerInvocation(PEOPLE * DAYS)
    public List<DayTotals> manyDaysAtOnce() {
        return people.playDays(Economy.defaults(), DAYS);
    }

    /** One day of everybody before the next day. */
    @Benchmark
    @OperationsPerInvocation(PEOPLE * DAYS)
    public SimulatedPopulation dayByDay() {
        for (int day = 0; day < DAYS; day++) {
            people.playDay(Economy.defaults());
        }
        return people;
    }

    /** Day by day, and the six metrics after each. */
    @Benchmark
    @OperationsPerInvocation(PEOPLE * DAYS)
    public double dayByDayWithSignals() {
        MetricsEngine engine = MetricsEngine.attach(people);
        double sum = 0;
        for (int day = 0; day < DAYS; day++) {
            people.playDay(Economy.defaults());
            engine.recordDay();
            sum += engine.signals().size();
        }
        return sum;
    }
}
