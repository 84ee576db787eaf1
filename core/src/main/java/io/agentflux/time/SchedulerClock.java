package io.agentflux.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** A {@link Clock} that reads the time of a Reactor {@link Scheduler}, to the millisecond. */
public final class SchedulerClock extends Clock {

    private final Scheduler scheduler;
    private final ZoneId zone;

    private SchedulerClock(Scheduler scheduler, ZoneId zone) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** The clock of {@code scheduler}, in UTC. */
    public static SchedulerClock of(Scheduler scheduler) {
        return new SchedulerClock(scheduler, ZoneOffset.UTC);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public SchedulerClock withZone(ZoneId other) {
        return new SchedulerClock(scheduler, other);
    }

    @Override
    public long millis() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
