package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Counts what a server does, and lets a registry of meters see it. */
public final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder observations = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder signalsLeftOut = new LongAdder();
    private final MeterRegistry registry;
    private final RequestTimers timers;

    /** Counters that this registry shows as {@link SandboxMeters}. */
    public Counters(MeterRegistry registry) {
        this.registry = registry;
        this.timers = new RequestTimers(registry);
        SandboxMeters.DECISIONS.count(registry, SandboxMeters.outcome("accepted"), accepted, LongAdder::doubleValue);
        SandboxMeters.DECISIONS.count(registry, SandboxMeters.outcome("rejected"), refused, LongAdder::doubleValue);
        SandboxMeters.OBSERVATIONS.count(registry, Tags.empty(), observations, LongAdder::doubleValue);
        SandboxMeters.HEARTBEATS.count(registry, Tags.empty(), heartbeats, LongAdder::doubleValue);
        SandboxMeters.SIGNALS_LEFT_OUT.count(registry, Tags.empty(), signalsLeftOut, LongAdder::doubleValue);
    }

    /** Lets the registry see how much there is of something at the moment. */
    <T> void show(SandboxMeters meter, T subject, ToDoubleFunction<T> size) {
        meter.show(registry, subject, size);
    }

    /** Lets the registry see how many seconds there are of something at the moment. */
    <T> void showSeconds(SandboxMeters meter, T subject, ToDoubleFunction<T> seconds) {
        TimeGauge.builder(meter.getName(), subject, TimeUnit.SECONDS, seconds)
                .description(meter.description())
                .register(registry);
    }

    void request(@Nullable Route route, int status, long nanos) {
        requests.increment();
        timers.record(route, status, nanos);
    }

    void observation() {
        observations.increment();
    }

    void update(ConfigResult result) {
        (result.accepted() ? accepted : refused).increment();
    }

    void heartbeat() {
        heartbeats.increment();
    }

    void leaveOutSignals() {
        signalsLeftOut.increment();
    }

    long signalsLeftOut() {
        return signalsLeftOut.sum();
    }

    /** What was counted so far. */
    public SandboxStatistics snapshot() {
        return new SandboxStatistics(
                requests.sum(), observations.sum(), accepted.sum(), refused.sum(), heartbeats.sum());
    }
}
