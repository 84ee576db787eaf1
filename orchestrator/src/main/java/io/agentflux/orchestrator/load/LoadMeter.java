package io.agentflux.orchestrator.load;

import io.agentflux.AgentEvent;
import io.agentflux.AgentEvent.SkipCause;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches a fleet whose agents are named by their numbers: when their ticks begin, and what becomes of their cycles. The cycle of
 * an agent begins with its first call, which tells when its tick fired.
 */
final class LoadMeter implements Consumer<AgentEvent<Signals, ConfigUpdate, ConfigResult>> {

    /** Longer lags are not told apart: they are out of all bounds. */
    private static final Duration LONGEST_LAG = Duration.ofSeconds(60);

    private final Scheduler scheduler;
    private final long periodMillis;
    private final Rhythm[] rhythms;
    private final Lags lags = new Lags(LONGEST_LAG);
    private final LongAdder cycles = new LongAdder();
    private final LongAdder failedCycles = new LongAdder();
    private final LongAdder failedHeartbeats = new LongAdder();
    private final LongAdder skippedTicks = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Instant restUntil;

    LoadMeter(int agents, Duration period, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.periodMillis = period.toMillis();
        this.rhythms = new Rhythm[agents];
        for (int agent = 0; agent < agents; agent++) {
            rhythms[agent] = new Rhythm();
        }
    }

    /** The ticks of one agent, whose calls and events come one after the other. */
    private final class Rhythm {

        private long dueMillis;
        private long alsoMissed;
        private boolean waiting;

        private void startsAt(long firstTickMillis) {
            dueMillis = firstTickMillis;
            waiting = true;
        }

        private void called() {
            if (waiting) {
                waiting = false;
                lags.add(scheduler.now(TimeUnit.MILLISECONDS) - dueMillis);
                dueMillis += periodMillis * (1 + alsoMissed);
                alsoMissed = 0;
            }
        }

        private void skipped(long ticks, SkipCause cause) {
            if (cause == SkipCause.LATE_SCHEDULER) {
                // told before the call of the tick that is late
                alsoMissed = ticks;
            } else {
                dueMillis += periodMillis * ticks;
            }
        }
    }

    /** An arena that tells the meter when the agent of that number calls it. */
    Arena watched(int agent, Arena arena) {
        return new WatchedArena(arena, rhythms[agent]);
    }

    /** Lets each agent rest from the end of its next cycle on. */
    void rest(Duration rest) {
        restUntil = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).plus(rest);
    }

    /** When the next tick of an agent is due, unless its cadence says so. */
    Optional<Instant> restUntil() {
        return Optional.ofNullable(restUntil);
    }

    /** Counts anew from now on. */
    void reset() {
        lags.clear();
        cycles.reset();
        failedCycles.reset();
        failedHeartbeats.reset();
        skippedTicks.reset();
        accepted.reset();
        refused.reset();
    }

    AgentLoad.Counts counts() {
        return new AgentLoad.Counts(
                cycles.sum(),
                failedCycles.sum(),
                failedHeartbeats.sum(),
                skippedTicks.sum(),
                accepted.sum(),
                refused.sum(),
                lags.count(),
                lags.percentileMillis(0.5),
                lags.percentileMillis(0.99),
                lags.percentileMillis(0.999),
                lags.percentileMillis(1));
    }

    @Override
    public void accept(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        if (event instanceof AgentEvent.Started<?, ?, ?> started) {
            rhythm(event).startsAt(started.firstTick().toEpochMilli());
        } else if (event instanceof AgentEvent.Acted<?, ?, ConfigResult> acted) {
            ConfigResult result = acted.result();
            (result != null && result.accepted() ? accepted : refused).increment();
        } else if (event instanceof AgentEvent.CycleCompleted) {
            rhythm(event).waiting = true;
            cycles.increment();
        } else if (event instanceof AgentEvent.CycleFailed) {
            rhythm(event).waiting = true;
            failedCycles.increment();
        } else if (event instanceof AgentEvent.TickSkipped<?, ?, ?> skipped) {
            rhythm(event).skipped(skipped.ticks(), skipped.cause());
            skippedTicks.add(skipped.ticks());
        } else if (event instanceof AgentEvent.HeartbeatFailed) {
            failedHeartbeats.increment();
        }
    }

    private Rhythm rhythm(AgentEvent<?, ?, ?> event) {
        return rhythms[Integer.parseInt(event.agent())];
    }

    private static final class WatchedArena implements Arena {

        private final Arena arena;
        private final Rhythm rhythm;

        private WatchedArena(Arena arena, Rhythm rhythm) {
            this.arena = arena;
            this.rhythm = rhythm;
        }

        @Override
        public Mono<VariantInfo> variant() {
            rhythm.called();
            return arena.variant();
        }

        @Override
        public Mono<Signals> signals() {
            rhythm.called();
            return arena.signals();
        }

        @Override
        public Mono<ConfigResult> submit(ConfigUpdate update) {
            return arena.submit(update);
        }

        @Override
        public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
            return arena.heartbeat(pollInterval, metadata);
        }

        @Override
        public Mono<Scoreboard> scoreboard() {
            return arena.scoreboard();
        }

        @Override
        public Mono<DecisionPage> decisions(int page, int pageSize) {
            return arena.decisions(page, pageSize);
        }
    }
}
