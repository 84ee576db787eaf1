package io.agentflux.sandbox.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;

/**
 * How often each of many may do something: a bucket of what is allowed within some time, which fills evenly. Of somebody who has
 * paused for that time nothing need be remembered; where there are too many to be remembered, those who come later share a bucket.
 */
final class RequestRate {

    static final int FORGETS_ABOVE = 10_000;

    private static final String EVERYBODY_ELSE = "everybody else";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long nanosPerRequest;
    private final long bucketNanos;
    private final Scheduler clock;
    private final AtomicLong forgetsNext = new AtomicLong(Long.MIN_VALUE);

    /** When each bucket will be full again. */
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

    /**
     * A rate.
     *
     * @param requests how many, from 1
     * @param nanos within which time
     */
    RequestRate(int requests, long nanos, Scheduler clock) {
        this.nanosPerRequest = nanos / requests;
        this.bucketNanos = nanos;
        this.clock = clock;
    }

    /**
     * Takes one request out of a bucket.
     *
     * @return 0, or after how many seconds to try again if there is none left
     */
    long tryTake(String name) {
        long now = clock.now(TimeUnit.NANOSECONDS);
        long before = bucket(name, now).getAndUpdate(at -> {
            long full = possible(at, now);
            return isEmpty(full, now) ? full : Math.max(full, now) + nanosPerRequest;
        });
        long full = possible(before, now);
        return isEmpty(full, now) ? waitSeconds(full, now) : 0;
    }

    /** An empty bucket is full after one bucket's time; what says later was said before somebody set the clock back. */
    private long possible(long full, long now) {
        return Math.min(full, now + bucketNanos);
    }

    /** After how many seconds there is something in a bucket, 0 if there is now. */
    long waitSeconds(String name) {
        long now = clock.now(TimeUnit.NANOSECONDS);
        AtomicLong full = fullAt.get(fullAt.size() < FORGETS_ABOVE || fullAt.containsKey(name) ? name : EVERYBODY_ELSE);
        long at = full == null ? now : possible(full.get(), now);
        return isEmpty(at, now) ? waitSeconds(at, now) : 0;
    }

    private AtomicLong bucket(String name, long now) {
        AtomicLong known = fullAt.get(name);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= FORGETS_ABOVE) {
            forget(now);
        }
        String remembered = fullAt.size() < FORGETS_ABOVE ? name : EVERYBODY_ELSE;
        return fullAt.computeIfAbsent(remembered, token -> new AtomicLong(now));
    }

    /** At most once a second, since it looks at everybody. */
    private void forget(long now) {
        long next = forgetsNext.get();
        if (now >= next && forgetsNext.compareAndSet(next, now + SECOND)) {
            fullAt.values().removeIf(full -> full.get() <= now);
        }
    }

    private boolean isEmpty(long full, long now) {
        return full + nanosPerRequest - now > bucketNanos;
    }

    private long waitSeconds(long full, long now) {
        long nanos = full + nanosPerRequest - now - bucketNanos;
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + SECOND - 1));
    }

    int rememberedSize() {
        return fullAt.size();
    }
}
