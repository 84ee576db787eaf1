package io.agentflux.orchestrator.load;

import com.sun.management.OperatingSystemMXBean;
import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.Fleet;
import io.agentflux.RunningFleet;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.strategy.Strategy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Whether many agents keep their rhythm: each observes, decides and acts once per period, and what is measured is how late their
 * ticks begin. The lag of a tick counts from the instant at which it was due, also when the scheduler itself was held up.
 *
 * @param agents how many
 * @param period how often each has a tick
 * @param warmUp how long they run before anything is measured; in the first half of it they are started one by one
 * @param length how long is measured
 */
public record AgentLoad(int agents, Duration period, Duration warmUp, Duration length) {

    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Longer than it takes to measure the heap. */
    private static final Duration REST = Duration.ofHours(1);

    private static final int COLLECTIONS = 5;

    /** Refuses loads without agents and times that measure nothing. */
    public AgentLoad {
        if (agents < 1) {
            throw new IllegalArgumentException("there are " + agents + " agents; give at least 1");
        }
        if (period.toMillis() < 1 || length.compareTo(period) < 0 || warmUp.compareTo(period) < 0) {
            throw new IllegalArgumentException("period is " + period + ", warm-up " + warmUp + " and length " + length
                    + "; give a period above zero, and the others at least one period");
        }
    }

    /**
     * What was measured.
     *
     * @param counts what the agents did
     * @param cpuPerCycle the CPU time of this process for each completed cycle, whoever in the process spent it
     * @param heapBytes the heap in use after a collection, with all agents alive but between two cycles
     * @param heapBytesPerAgent how much of it each agent gave back when all had stopped
     */
    public record Result(Counts counts, Duration cpuPerCycle, long heapBytes, long heapBytesPerAgent) {}

    /**
     * What the agents did.
     *
     * @param cycles how many cycles were completed
     * @param failedCycles how many failed
     * @param failedHeartbeats how many heartbeats failed
     * @param skippedTicks how many ticks were skipped, because the agent or its scheduler was busy
     * @param accepted how many updates were accepted
     * @param refused how many were refused
     * @param ticks how many ticks began
     * @param lagP50Millis half of the ticks began no later than this after they were due
     * @param lagP99Millis 99 % of the ticks
     * @param lagP999Millis 99.9 % of the ticks
     * @param lagMaxMillis all ticks; a minute stands for anything longer
     */
    public record Counts(
            long cycles,
            long failedCycles,
            long failedHeartbeats,
            long skippedTicks,
            long accepted,
            long refused,
            long ticks,
            long lagP50Millis,
            long lagP99Millis,
            long lagP999Millis,
            long lagMaxMillis) {}

    /**
     * Runs the agents; each asks for another change in every cycle, which an arena refuses most of the time.
     *
     * @param arenaOf the arena of each agent, by its number from 0
     * @param scheduler where ticks fire
     * @return a cold publisher of the one result, two periods after warm-up and length; cancelling it stops the agents
     */
    public Mono<Result> run(IntFunction<? extends Arena> arenaOf, Scheduler scheduler) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> start(arenaOf, scheduler)),
                running -> Mono.delay(warmUp, scheduler)
                        .then(Mono.fromRunnable(running::beginMeasuring))
                        .then(Mono.delay(length, scheduler))
                        .then(Mono.defer(running::result)),
                Running::stop);
    }

    private Running start(IntFunction<? extends Arena> arenaOf, Scheduler scheduler) {
        LoadMeter meter = new LoadMeter(agents, period, scheduler);
        RunningFleet fleet = Fleet.of(agents, number -> agent(number, arenaOf.apply(number), meter, scheduler))
                .startingOver(startWindow())
                .start(meter);
        return new Running(fleet, meter, scheduler);
    }

    /** Half of the warm-up, so that a cold start is no stampede; in whole periods, which spreads the ticks evenly. */
    private Duration startWindow() {
        return period.multipliedBy(Math.max(1, warmUp.dividedBy(2).dividedBy(period)));
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> agent(
            int number, Arena arena, LoadMeter meter, Scheduler scheduler) {
        return ArenaAgent.of(meter.watched(number, arena), alternating())
                .named(Integer.toString(number))
                .every(Cadence.fixedRate(period))
                .nextTickAt(result -> meter.restUntil())
                .on(scheduler);
    }

    /** Asks for something else each time, so that there is something to decide. */
    private static Strategy alternating() {
        return (signals, economy) -> {
            double scanXp = economy.value(EconomyParameter.SCAN_XP) > 10 ? 10 : 11;
            return Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "to and fro"));
        };
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /**
     * The least over some collections: beside the agents, something is in use only now and then, and a collection may leave a share of
     * what is dead where it lies, but not each time.
     */
    private static long heapInUse() {
        return LongStream.generate(AgentLoad::heapAfterCollection)
                .limit(COLLECTIONS)
                .min()
                .orElseThrow();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private final class Running {

        private final LoadMeter meter;
        private final Scheduler scheduler;

        /** Let go of when stopped, so that its memory can be seen to come back. */
        private @Nullable RunningFleet fleet;

        private long cpuNanosBefore;

        private Running(RunningFleet fleet, LoadMeter meter, Scheduler scheduler) {
            this.fleet = fleet;
            this.meter = meter;
            this.scheduler = scheduler;
        }

        private void beginMeasuring() {
            meter.reset();
            cpuNanosBefore = cpuNanos();
        }

        private Mono<Result> result() {
            long cpuNanos = cpuNanos() - cpuNanosBefore;
            Counts counts = meter.counts();
            Duration cpuPerCycle = Duration.ofNanos(cpuNanos / Math.max(1, counts.cycles()));
            meter.rest(REST);
            return Mono.delay(period.multipliedBy(2), scheduler)
                    .then(Mono.fromCallable(AgentLoad::heapInUse))
                    .flatMap(heap -> stop().then(Mono.fromCallable(
                            () -> new Result(counts, cpuPerCycle, heap, (heap - heapInUse()) / agents))));
        }

        /** Completes apart from the chain that stops the agents, which holds them. */
        private Mono<Void> stop() {
            RunningFleet running = fleet;
            fleet = null;
            if (running == null) {
                return Mono.empty();
            }
            Sinks.Empty<Void> stopped = Sinks.empty();
            running.stop(GRACE).subscribe(reasons -> {}, stopped::tryEmitError, stopped::tryEmitEmpty);
            return stopped.asMono().publishOn(scheduler);
        }
    }
}
