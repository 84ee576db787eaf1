package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What was answered to the latest updates of one token, so that an update sent twice is judged once. Remembers a limited number;
 * a failure is not remembered, so it can be tried again.
 */
final class ReplayWindow {

    static final int MOST_REMEMBERED = 1_000;

    private final long lengthMillis;
    private final Scheduler clock;
    private final ConcurrentHashMap<String, Remembered> byKey = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Remembered> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicInteger remembered = new AtomicInteger();

    /** Compared by identity: a key that comes again after its time is another one. */
    private static final class Remembered {
        private final String key;
        private final long since;
        private final Mono<ConfigResult> result;

        Remembered(String key, long since, Mono<ConfigResult> result) {
            this.key = key;
            this.since = since;
            this.result = result;
        }
    }

    ReplayWindow(Duration length, Scheduler clock) {
        this.lengthMillis = length.toMillis();
        this.clock = clock;
    }

    /**
     * The answer to the update of that key: the one that was given, or is just being worked out, or else a new one. The work
     * goes on even if whoever asked first hangs up.
     */
    Mono<ConfigResult> once(String key, Mono<ConfigResult> submission) {
        return Mono.defer(() -> {
            long now = clock.now(TimeUnit.MILLISECONDS);
            forgetUntil(now - lengthMillis);
            return byKey.computeIfAbsent(key, absent -> remember(absent, now, submission)).result;
        });
    }

    private Remembered remember(String key, long now, Mono<ConfigResult> submission) {
        Remembered entry = new Remembered(
                key, now, submission.doOnError(failure -> byKey.remove(key)).cache());
        oldestFirst.add(entry);
        remembered.incrementAndGet();
        return entry;
    }

    private void forgetUntil(long instant) {
        Remembered oldest = oldestFirst.peek();
        while (oldest != null && (oldest.since <= instant || remembered.get() >= MOST_REMEMBERED)) {
            if (oldestFirst.remove(oldest)) {
                remembered.decrementAndGet();
                byKey.remove(oldest.key, oldest);
            }
            oldest = oldestFirst.peek();
        }
    }
}
