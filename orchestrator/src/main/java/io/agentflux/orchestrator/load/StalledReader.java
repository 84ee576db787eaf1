package io.agentflux.orchestrator.load;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.http.ArenaEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Opens a stream and takes nothing of it but the first event. Long decisions are made on its variant first, more than the
 * buffers of both operating systems hold, and it asks for all of them, so that the arena cannot get rid of what it has to send.
 */
final class StalledReader {

    private static final int DECISIONS = 300;
    private static final int CONCURRENCY = 8;
    private static final String LONG_REASONING = "x".repeat(32 * 1024);

    /** Opened anew that often, because an arena may cut such readers off. */
    private static final Duration ANEW = Duration.ofSeconds(70);

    private final Arena arena;
    private final Flux<ArenaEvent> stream;
    private final Scheduler scheduler;
    private final AtomicLong opened = new AtomicLong();
    private final Sinks.Empty<Void> stalling = Sinks.empty();

    /**
     * A reader of a variant that nobody else reads.
     *
     * @param stream of that variant from the beginning of the log
     */
    StalledReader(Arena arena, Flux<ArenaEvent> stream, Scheduler scheduler) {
        this.arena = arena;
        this.stream = stream;
        this.scheduler = scheduler;
    }

    /** Begins; disposing the result ends the stream. */
    Disposable start() {
        return Flux.range(0, DECISIONS)
                .flatMap(this::longDecision, CONCURRENCY)
                .then()
                .thenMany(stalled().repeat())
                .subscribe(nothing -> {}, stalling::tryEmitError);
    }

    /** Completes when the first stream is asked for, or fails if it never will be. */
    Mono<Void> onStalling() {
        return stalling.asMono();
    }

    /** How often a stream was opened. */
    long opened() {
        return opened.get();
    }

    private Mono<ConfigResult> longDecision(int number) {
        return arena.submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 10, number + LONG_REASONING));
    }

    private Flux<Void> stalled() {
        return stream.doOnSubscribe(subscription -> {
                    opened.incrementAndGet();
                    stalling.tryEmitEmpty();
                })
                .concatMap(first -> Mono.<Void>never(), 1)
                .takeUntilOther(Mono.delay(ANEW, scheduler));
    }
}
