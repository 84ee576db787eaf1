package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class ConnectionsTest {

    private static final int CALLS = 20_000;

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
}
