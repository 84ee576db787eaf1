package io.agentflux;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happens in the life of an agent, one record each. Logs, meters, progress bars and tests are views of this
 * stream.
 *
 * <p>A run without failures reads {@code Started, (Observed, (Decided, Acted | Held), CycleCompleted)*, Stopped}; heartbeats,
 * retries, skipped ticks and failed cycles come in between, and {@link Stopped} is always the last.
 *
 * @param <O> what is observed
 * @param <A> what is proposed
 * @param <R> what came of a proposal
 */
public sealed interface AgentEvent<O, A, R> {

    /** The name of the agent. */
    String agent();

    /** The number of the cycle it belongs to, or of the last one begun; 0 before the first. */
    long cycle();

    /** When it happened, on the agent's scheduler. */
    Instant at();

    /** The run began; its first tick is due at {@code firstTick}. */
    record Started<O, A, R>(String agent, long cycle, Instant at, Instant firstTick) implements AgentEvent<O, A, R> {}

    /** The world was seen. */
    record Observed<O, A, R>(String agent, long cycle, Instant at, O observation) implements AgentEvent<O, A, R> {}

    /** A change was proposed; it is about to be tried. */
    record Decided<O, A, R>(String agent, long cycle, Instant at, A proposal) implements AgentEvent<O, A, R> {}

    /** Nothing was proposed, or there was nothing to see. */
    record Held<O, A, R>(String agent, long cycle, Instant at) implements AgentEvent<O, A, R> {}

    /** The proposal was tried; {@code result} is null when acting completed without a value. */
    record Acted<O, A, R>(
            String agent,
            long cycle,
            Instant at,
            A proposal,
            @Nullable R result) implements AgentEvent<O, A, R> {}

    /** The cycle ended well after {@code took}; it is the {@code completed}-th of this run to do so. */
    record CycleCompleted<O, A, R>(String agent, long cycle, Instant at, long completed, Duration took)
            implements AgentEvent<O, A, R> {}

    /** The cycle ended with an error; {@code consecutive} cycles in a row have now done so. */
    record CycleFailed<O, A, R>(
            String agent, long cycle, Instant at, Stage stage, FailureKind kind, Throwable error, int consecutive)
            implements AgentEvent<O, A, R> {}

    /** A call failed for a reason that may pass; it is tried again after {@code delay}, for the {@code retry}-th time. */
    record CallRetried<O, A, R>(
            String agent, long cycle, Instant at, Stage stage, int retry, Duration delay, Throwable error)
            implements AgentEvent<O, A, R> {}

    /**
     * Ticks were due while the agent could not run.
     *
     * @param ticks how many, at least one
     * @param cause what kept it
     * @param lasted how long the cause lasted
     * @param cadence the time between two ticks
     */
    record TickSkipped<O, A, R>(
            String agent, long cycle, Instant at, long ticks, SkipCause cause, Duration lasted, Duration cadence)
            implements AgentEvent<O, A, R> {

        /** A sentence for people: who, what, why, and what to do about it. */
        public String message() {
            String why = cause == SkipCause.SLOW_CYCLE
                    ? "cycle took %s, cadence is %s; raise the cadence or lower the work"
                    : "its scheduler ran %s late, cadence is %s; free the scheduler's threads";
            return ("Agent '%s' skipped %d tick%s: " + why)
                    .formatted(agent, ticks, ticks == 1 ? "" : "s", readable(lasted), readable(cadence));
        }

        private static String readable(Duration duration) {
            long millis = duration.toMillis();
            return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis < 1_000 ? millis + "ms" : millis / 1e3 + "s";
        }
    }

    /** What keeps an agent from a tick. */
    enum SkipCause {
        /** The cycle before was still running. */
        SLOW_CYCLE,
        /** The scheduler had no thread free at the time. */
        LATE_SCHEDULER
    }

    /** A heartbeat was delivered. */
    record HeartbeatSent<O, A, R>(String agent, long cycle, Instant at) implements AgentEvent<O, A, R> {}

    /** A heartbeat was not delivered; the agent goes on. */
    record HeartbeatFailed<O, A, R>(String agent, long cycle, Instant at, Throwable error)
            implements AgentEvent<O, A, R> {}

    /** The reader was too slow, and {@code events} events that belong here were dropped. */
    record EventsDropped<O, A, R>(String agent, long cycle, Instant at, long events) implements AgentEvent<O, A, R> {}

    /** The run is over: nothing follows. */
    record Stopped<O, A, R>(String agent, long cycle, Instant at, StopReason reason) implements AgentEvent<O, A, R> {}
}
