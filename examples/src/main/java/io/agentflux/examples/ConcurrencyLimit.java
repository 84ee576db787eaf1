package io.agentflux.examples;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** How many requests a service works on at a time, and how that goes. */
final class ConcurrencyLimit {

    /** How it went since somebody looked last. */
    record Load(int limit, long served, long refused, double meanMillis) {}

    /** What one request keeps the backend busy, when it is alone; it shares its time among those it works for. */
    private static final long WORK_MILLIS = 5;

    private final Scheduler scheduler = Schedulers.parallel();
    private final AtomicInteger limit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder totalMillis = new LongAdder();

    ConcurrencyLimit(int first) {
        this.limit = new AtomicInteger(first);
    }

    int value() {
        return limit.get();
    }

    int change(int wanted) {
        limit.set(wanted);
        return wanted;
    }

    Load look() {
        long count = served.sumThenReset();
        long millis = totalMillis.sumThenReset();
        return new Load(limit.get(), count, refused.sumThenReset(), count == 0 ? 0 : (double) millis / count);
    }

    /** The work of one request; empty if there is too much to do already. */
    Mono<String> work() {
        return Mono.using(inFlight::incrementAndGet, this::work, busy -> inFlight.decrementAndGet());
    }

    private Mono<String> work(int busy) {
        if (busy > limit.get()) {
            refused.increment();
            return Mono.empty();
        }
        long begunAt = scheduler.now(TimeUnit.MILLISECONDS);
        return Mono.delay(Duration.ofMillis(WORK_MILLIS * busy), scheduler).map(done -> {
            served.increment();
            totalMillis.add(scheduler.now(TimeUnit.MILLISECONDS) - begunAt);
            return "done";
        });
    }
}
