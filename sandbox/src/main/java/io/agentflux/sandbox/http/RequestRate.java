package io.agentflux.sandbox.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;

/**
 * How often each token may ask: a bucket of one second's requests that fills evenly. Of a token that has paused for a second
 * nothing need be remembered.
 */
final class RequestRate {

    static final int FORGETS_ABOVE = 10_000;

    private final long nanosPerRequest;
    private final Scheduler clock;

    /** When each token's bucket will be full again. */
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

    /**
     * A rate.
     *
     * @param requestsPerSecond how many, from 1
     */
    RequestRate(int requestsPerSecond, Scheduler clock) {
        this.nanosPerRequest = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        this.clock = clock;
    }

    /** Takes one request out of the token's bucket, or refuses it by status 429. */
    void take(String tokenId) {
        long now = clock.now(TimeUnit.NANOSECONDS);
        if (fullAt.size() > FORGETS_ABOVE) {
            fullAt.values().removeIf(full -> full.get() <= now);
        }
        AtomicLong full = fullAt.computeIfAbsent(tokenId, token -> new AtomicLong(now));
        long before = full.getAndUpdate(at -> isEmpty(at, now) ? at : Math.max(at, now) + nanosPerRequest);
        if (isEmpty(before, now)) {
            long waitNanos = before + nanosPerRequest - now - TimeUnit.SECONDS.toNanos(1);
            throw new RefusedRequest(
                            429,
                            "The token sends more than " + TimeUnit.SECONDS.toNanos(1) / nanosPerRequest
                                    + " requests per second; send fewer.")
                    .with("Retry-After", Long.toString(wholeSeconds(waitNanos)));
        }
    }

    private boolean isEmpty(long full, long now) {
        return full + nanosPerRequest - now > TimeUnit.SECONDS.toNanos(1);
    }

    private static long wholeSeconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    int rememberedSize() {
        return fullAt.size();
    }
}
