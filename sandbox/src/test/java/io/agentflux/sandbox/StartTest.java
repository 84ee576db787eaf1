package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoreFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class StartTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private String location() {
        return folder.resolve("arena.db").toString();
    }

    private ArenaSandbox sandbox() {
        return ArenaSandbox.create().keepingIn(location());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void assertStoreIsFree() {
        ExperimentStore store = ExperimentStore.open(location(), Schedulers.parallel())
                .retryWhen(Retry.fixedDelay(60, Duration.ofMillis(100)).filter(StoreFailedException.class::isInstance))
                .block(SOON);
        assertThat(store).isNotNull();
        store.close().block(SOON);
    }

    @Test
    @DisplayName("a start that is cancelled lets go of what it has opened")
    void cancelled() {
        Sinks.Empty<Void> hangUp = Sinks.empty();
        // the store is open by the time that somebody is to work on the clock
        Scheduler clock = new InterruptingClock(Schedulers.parallel(), hangUp::tryEmitEmpty);

        SandboxHandle started = sandbox()
                .scheduler(clock)
                .start()
                .takeUntilOther(hangUp.asMono())
                .block(SOON);

        assertThat(started).isNull();
        assertStoreIsFree();
    }

    @Test
    @DisplayName("a start that is cancelled while it opens the store closes it once it is open")
    void cancelledWhileOpening() {
        Disposable starting = sandbox().start().subscribe();
        // of this process from here on, long before the tables are there
        await(() -> Path.of(location() + ".lock").toFile().length() > 0);

        starting.dispose();

        assertStoreIsFree();
    }

    /** A clock that does something when somebody is to work on it. */
    private static final class InterruptingClock extends ForwardingScheduler {

        private final Runnable interruption;

        private InterruptingClock(Scheduler clock, Runnable interruption) {
            super(clock);
            this.interruption = interruption;
        }

        @Override
        public Worker createWorker() {
            interruption.run();
            return super.createWorker();
        }
    }

    @Test
    @DisplayName(
            "a start that fails lets go of what it has opened, and keeps no administrator's token, which nobody has seen")
    void failed() throws IOException {
        ArenaSandbox sandbox = sandbox();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mono<SandboxHandle> inVain = sandbox.port(taken.getLocalPort()).start();
            assertThatThrownBy(() -> inVain.block(SOON)).hasStackTraceContaining("BindException");
        }

        assertStoreIsFree();
        assertThat(freshToken(sandbox)).isPresent();
        assertThat(freshToken(sandbox)).as("it was seen").isEmpty();
    }

    private static Optional<String> freshToken(ArenaSandbox sandbox) {
        SandboxHandle started = sandbox.start().blockOptional(SOON).orElseThrow();
        started.stop(Duration.ZERO).block(SOON);
        return started.administrator().fresh();
    }
}
