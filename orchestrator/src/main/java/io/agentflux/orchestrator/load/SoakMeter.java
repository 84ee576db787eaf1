package io.agentflux.orchestrator.load;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.http.ArenaEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** What happens to the agents and readers of a soak. Safe for use by several threads at once. */
final class SoakMeter {

    /** Longer delays are not told apart: they are out of all bounds. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final int[] readersPerVariant;
    private final long intervalMillis;
    private final Scheduler scheduler;
    private final AtomicLongArray lastAnswerMillis;
    private final AtomicInteger readersToCome;
    private final Sinks.Empty<Void> allReading = Sinks.empty();
    private final Lags answers = new Lags(LONGEST);
    private final Lags delays = new Lags(LONGEST);
    private final LongAdder failedHeartbeats = new LongAdder();
    private final LongAdder missedHeartbeats = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final LongAdder failedUpdates = new LongAdder();
    private final LongAdder expectedDeliveries = new LongAdder();
    private final LongAdder failedReaders = new LongAdder();

    SoakMeter(int agents, int readers, int variants, Duration interval, Scheduler scheduler) {
        this.readersPerVariant = Soak.readersPerVariant(readers, variants);
        this.intervalMillis = interval.toMillis();
        this.scheduler = scheduler;
        this.lastAnswerMillis = new AtomicLongArray(agents);
        this.readersToCome = new AtomicInteger(readers);
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** Counts anew from now on; an agent that was never answered so far counts as answered now. */
    void beginMeasuring() {
        long now = now();
        for (int agent = 0; agent < lastAnswerMillis.length(); agent++) {
            lastAnswerMillis.set(agent, now);
        }
        answers.clear();
        failedHeartbeats.reset();
        missedHeartbeats.reset();
    }

    /** A heartbeat of an agent. */
    Mono<Void> watched(int agent, Mono<Void> heartbeat) {
        return Mono.defer(() -> {
            long sent = now();
            return heartbeat
                    .doOnSuccess(done -> {
                        long answered = now();
                        answers.add(answered - sent);
                        missedHeartbeats.add(missed(agent, answered));
                        lastAnswerMillis.set(agent, answered);
                    })
                    .doOnError(failure -> failedHeartbeats.increment());
        });
    }

    /** An interval is missed when the next one is half over and still nothing was answered. */
    private long missed(int agent, long now) {
        double intervals = (now - lastAnswerMillis.get(agent)) / (double) intervalMillis;
        return Math.max(0, Math.round(intervals) - 1);
    }

    /** The reasoning of an update that is sent now: when that is, more exactly than the timestamps of the protocol tell. */
    String sentNow() {
        return Long.toString(now());
    }

    /** An update on a variant, which never fails. */
    Mono<ConfigResult> watchedUpdate(int variant, Mono<ConfigResult> update) {
        return update.doOnNext(result -> {
                    decisions.increment();
                    expectedDeliveries.add(readersPerVariant[variant]);
                })
                .onErrorResume(failure -> {
                    failedUpdates.increment();
                    return Mono.empty();
                });
    }

    /** What a reader reads. A stream begins with the signals of the moment, so its first event tells that it is open. */
    Flux<ArenaEvent> watched(Flux<ArenaEvent> stream) {
        return stream.switchOnFirst((first, events) -> {
                    if (first.hasValue() && readersToCome.decrementAndGet() == 0) {
                        allReading.tryEmitEmpty();
                    }
                    return events;
                })
                .doOnNext(this::arrived);
    }

    /** Completes when every reader has got its first event. */
    Mono<Void> onAllReading() {
        return allReading.asMono();
    }

    private void arrived(ArenaEvent event) {
        if (event instanceof ArenaEvent.DecisionMade made) {
            delays.add(now() - Long.parseLong(made.decision().update().reasoning()));
        }
    }

    void readerEnded() {
        failedReaders.increment();
    }

    long lostDeliveries() {
        return Math.max(0, expectedDeliveries.sum() - delays.count());
    }

    Soak.Result result(long stalledStreams) {
        long now = now();
        long missedAtTheEnd = 0;
        for (int agent = 0; agent < lastAnswerMillis.length(); agent++) {
            missedAtTheEnd += missed(agent, now);
        }
        return new Soak.Result(
                answers.count(),
                failedHeartbeats.sum(),
                missedHeartbeats.sum() + missedAtTheEnd,
                answers.percentileMillis(0.99),
                answers.percentileMillis(1),
                decisions.sum(),
                failedUpdates.sum(),
                delays.count(),
                lostDeliveries(),
                failedReaders.sum(),
                delays.percentileMillis(0.5),
                delays.percentileMillis(0.99),
                delays.percentileMillis(1),
                stalledStreams);
    }
}
