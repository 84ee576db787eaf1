package io.agentflux.arena.http;

import io.agentflux.arena.ArenaThrottledException;
import io.agentflux.arena.ArenaTransientException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Tries a call again whose failure is transient by type, after 1, 2, 4, ... seconds and up to a quarter more at random. An
 * arena that throttles is tried again only if it tells when, and not before.
 */
final class RetryPolicy extends Retry {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(32);
    private static final double JITTER = 0.25;

    private final long maxRetries;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    /** The generator is shared by concurrent calls, so it has to be safe for that. */
    RetryPolicy(long maxRetries, Scheduler scheduler, RandomGenerator random) {
        this.maxRetries = maxRetries;
        this.scheduler = scheduler;
        this.random = random;
    }

    @Override
    public Publisher<?> generateCompanion(Flux<RetrySignal> failures) {
        return failures.concatMap(failure -> delay(failure.failure(), failure.totalRetriesInARow()), 1);
    }

    private Mono<Long> delay(Throwable failure, long retriesSoFar) {
        if (!(failure instanceof ArenaTransientException) || retriesSoFar >= maxRetries) {
            return Mono.error(failure);
        }
        Duration backOff = backOff(retriesSoFar);
        if (failure instanceof ArenaThrottledException throttled) {
            return throttled
                    .retryAfter()
                    .filter(asked -> asked.compareTo(LONGEST_DELAY) <= 0)
                    .map(asked -> Mono.delay(asked.compareTo(backOff) > 0 ? asked : backOff, scheduler))
                    .orElseGet(() -> Mono.error(failure));
        }
        return Mono.delay(backOff, scheduler);
    }

    private Duration backOff(long retriesSoFar) {
        Duration doubled = FIRST_DELAY.multipliedBy(1L << Math.min(retriesSoFar, 5));
        return doubled.plusMillis((long) (doubled.toMillis() * JITTER * random.nextDouble()));
    }
}
