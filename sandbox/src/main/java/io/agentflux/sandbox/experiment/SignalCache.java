package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands out a variant's computed signals again until they are too old. */
final class SignalCache {

    private final Duration maximumAge;
    private final AtomicReference<@Nullable Entry> latest = new AtomicReference<>();

    private record Entry(Signals signals, Instant computedAt) {}

    SignalCache(Duration maximumAge) {
        this.maximumAge = maximumAge;
    }

    Signals get(Instant now, Supplier<Signals> compute) {
        Entry entry = latest.get();
        // what was computed later than now was computed before somebody set the clock back
        if (entry != null
                && !now.isBefore(entry.computedAt())
                && now.isBefore(entry.computedAt().plus(maximumAge))) {
            return entry.signals();
        }
        Signals signals = compute.get();
        latest.set(new Entry(signals, now));
        return signals;
    }
}
