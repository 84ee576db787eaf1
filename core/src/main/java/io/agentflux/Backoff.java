package io.agentflux;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after what delay a call that met a {@linkplain FailureKind#TRANSIENT transient} failure is tried again. The
 * n-th retry comes after {@code first * 2^(n-1)}, at most {@code longest}, moved by up to {@code jitter} of itself to either
 * side with a number drawn from the agent's seed.
 *
 * @param retries how many times at most, after the first attempt; not negative
 * @param first the delay before the first retry, at least 1 ms
 * @param longest no delay is longer, jitter aside
 * @param jitter a share in [0, 1]
 */
public record Backoff(int retries, Duration first, Duration longest, double jitter) {

    /** Never tries again. */
    public static final Backoff NONE = new Backoff(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);

    /** Refuses what can't be meant. */
    public Backoff {
        require(retries >= 0, "retries is %s, must not be negative", retries);
        require(
                first.toMillis() >= 1,
                "first delay is %s, must be at least 1ms: retrying at once is a hot loop",
                first);
        require(longest.compareTo(first) >= 0, "longest delay is %s, must not be below the first", longest);
        require(jitter >= 0 && jitter <= 1, "jitter is %s, must be within 0 and 1", jitter);
    }

    /** {@code retries} retries, the first after {@code first}, each later one after twice the delay up to a minute, jitter 0.5. */
    public static Backoff exponential(int retries, Duration first) {
        Duration longest = Duration.ofMinutes(1);
        return new Backoff(retries, first, first.compareTo(longest) > 0 ? first : longest, 0.5);
    }

    /** The same with delays of at most {@code longest}; a minute by default. */
    public Backoff longest(Duration longest) {
        return new Backoff(retries, first, longest, jitter);
    }

    /** The same with delays moved by up to {@code jitter} of themselves; 0.5 by default. */
    public Backoff jitter(double jitter) {
        return new Backoff(retries, first, longest, jitter);
    }

    /** The delay before the {@code retry}-th retry (counted from 1), in milliseconds. */
    long delayMillis(int retry, RandomGenerator random) {
        long exponential = first.toMillis() << Math.min(retry - 1, 30);
        long delay = exponential <= 0 ? longest.toMillis() : Math.min(exponential, longest.toMillis());
        return jitter == 0 ? delay : Math.round(delay * (1 + jitter * (2 * random.nextDouble() - 1)));
    }

    private static void require(boolean holds, String message, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("Backoff: " + message.formatted(actual));
        }
    }
}
