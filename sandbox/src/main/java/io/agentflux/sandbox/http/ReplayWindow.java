package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import io.agentflux.sandbox.experiment.ReusedKeyException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
        private final Map<String, Double> asked;
        private final long since;
        private volatile @Nullable ConfigResult given;

        /** Once it is worked out, the answer alone: what was submitted may be long. */
        private volatile Mono<ConfigResult> result;

        Remembered(
                String key,
                Map<String, Double> asked,
                long since,
                Mono<ConfigResult> submission,
                Consumer<Remembered> onFailure) {
            this.key = key;
            this.asked = asked;
            this.since = since;
            this.result = submission
                    .doOnNext(this::give)
                    .doOnError(failure -> onFailure.accept(this))
                    .cache();
        }

        private void give(ConfigResult answer) {
            given = answer;
            result = Mono.just(answer);
        }

        /** While it is being worked out, it will be an answer. */
        boolean isAnswer(Predicate<ConfigResult> stillHolds) {
            ConfigResult result = given;
            return result == null || stillHolds.test(result);
        }

        Mono<ConfigResult> resultOf(Map<String, Double> change) {
            return asked.equals(change) ? result : Mono.error(new ReusedKeyException());
        }
    }

    ReplayWindow(Duration length, Scheduler clock) {
        this.lengthMillis = length.toMillis();
        this.clock = clock;
    }

    /**
     * The answer to the update of that key: the one that was given, if it still holds, or is just being worked out, or else a new
     * one. The work goes on even if whoever asked first hangs up. The error is {@link ReusedKeyException} if the key came with another
     * change.
     *
     * @param asked the change that is asked for
     */
    Mono<ConfigResult> once(
            String key, Map<String, Double> asked, Predicate<ConfigResult> stillHolds, Mono<ConfigResult> submission) {
        return Mono.defer(() -> {
            long now = clock.now(TimeUnit.MILLISECONDS);
            forgetUntil(now - lengthMillis);
            Remembered known = byKey.get(key);
            Remembered entry = known != null && known.isAnswer(stillHolds)
                    ? known
                    : remember(new Remembered(key, asked, now, submission, this::forget), known);
            return entry.resultOf(asked);
        });
    }

    /** Remembers an entry in place of an outdated one, unless somebody else was faster: then it is theirs that counts. */
    private Remembered remember(Remembered entry, @Nullable Remembered outdated) {
        if (outdated != null) {
            byKey.remove(entry.key, outdated);
        }
        Remembered faster = byKey.putIfAbsent(entry.key, entry);
        if (faster != null) {
            return faster;
        }
        oldestFirst.add(entry);
        remembered.incrementAndGet();
        return entry;
    }

    private void forget(Remembered entry) {
        byKey.remove(entry.key, entry);
    }

    private void forgetUntil(long instant) {
        Remembered oldest = oldestFirst.peek();
        while (oldest != null && (oldest.since <= instant || remembered.get() >= MOST_REMEMBERED)) {
            if (oldestFirst.remove(oldest)) {
                remembered.decrementAndGet();
                forget(oldest);
            }
            oldest = oldestFirst.peek();
        }
    }
}
