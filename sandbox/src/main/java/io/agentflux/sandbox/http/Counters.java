package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a server does. */
public final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder observations = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder signalsLeftOut = new LongAdder();

    void request() {
        requests.increment();
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
