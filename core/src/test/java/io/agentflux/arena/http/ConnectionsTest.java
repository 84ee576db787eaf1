package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ConnectionsTest {

    private static final int CALLS = 20_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Connections connections =
            new Connections(ArenaClient.builder(ArenaAccess.of("http://localhost", Token.of("strat_secret")))
                    .maxPendingCalls(CALLS));

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    @DisplayName("a call costs the same however many others are in flight")
    void costDoesNotGrow() {
        Disposable.Composite calls = Disposables.composite();
        long before = allocatedBytes();
        for (int call = 0; call < CALLS; call++) {
            calls.add(connections.admit(Mono.never()).subscribe());
        }
        calls.dispose();

        // a list of the others that is copied with every call would be 80 KB on average
        assertThat((allocatedBytes() - before) / CALLS).isLessThan(8_000);
        connections.closeNow();
    }

    @Test
    @DisplayName("closing fails every call in flight, once, and refuses those that come later")
    void closingFailsCalls() {
        AtomicInteger failed = new AtomicInteger();
        for (int call = 0; call < 100; call++) {
            connections
                    .admit(Mono.never())
                    .subscribe(answer -> {}, failure -> failed.incrementAndGet(), () -> failed.addAndGet(1_000_000));
        }
        connections.closeNow();
        connections.admit(Mono.never()).subscribe(answer -> {}, failure -> failed.addAndGet(1_000));

        assertThat(failed).hasValue(1_100);
    }

    @Test
    @DisplayName("whoever sees an answer, a failure or an end can make the next call, however few are allowed at once")
    void makesRoomBeforeTheEndIsSeen() {
        Connections one =
                new Connections(ArenaClient.builder(ArenaAccess.of("http://localhost", Token.of("strat_secret")))
                        .maxConnections(1)
                        .maxPendingCalls(0));
        Mono<Integer> answered = one.admit(Mono.just(1));

        StepVerifier.create(answered.flatMap(first -> answered)
                        .then(answered)
                        .then(one.admit(Mono.error(new IOException("lost"))))
                        .onErrorResume(IOException.class, failure -> one.admit(Mono.empty()))
                        .switchIfEmpty(answered))
                .expectNext(1)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(one.admit(answered))
                .expectErrorMatches(refused -> refused.getMessage().contains("1 others are in flight"))
                .verify(SOON);
        StepVerifier.create(answered).expectNext(1).expectComplete().verify(SOON);
        one.closeNow();
    }

    @Test
    @DisplayName("closing waits for whoever reads an answer")
    void closingWaitsForReaders() {
        Sinks.One<Integer> answer = Sinks.one();
        List<String> seen = new ArrayList<>();
        connections.admit(answer.asMono()).subscribe(value -> {
            connections
                    .close(Duration.ofDays(1), Schedulers.parallel())
                    .subscribe(none -> {}, failure -> {}, () -> seen.add("closed"));
            seen.add("read");
        });
        answer.tryEmitValue(1);

        assertThat(seen).startsWith("read");
    }
}
