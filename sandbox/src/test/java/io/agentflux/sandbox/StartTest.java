package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoreFailedException;
import io.agentflux.testkit.FakeArena;
import io.agentflux.testkit.FakeArena.Operation;
import io.agentflux.time.SimulatedScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class StartTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final FakeArena arena =
            FakeArena.create(SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z")));

    private String location() {
        return folder.resolve("arena.db").toString();
    }

    private Mono<SandboxHandle> start() {
        return ArenaSandbox.create()
                .granting(Token.of("strat_test"), arena)
                .keepingIn(location())
                .start();
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
        arena.linger(Operation.VARIANT, Duration.ofDays(1));
        Disposable starting = start().subscribe();
        await(() -> arena.calls(Operation.VARIANT) == 1);

        starting.dispose();

        assertStoreIsFree();
    }

    @Test
    @DisplayName("a start that is cancelled while it opens the store closes it once it is open")
    void cancelledWhileOpening() {
        Disposable starting = start().subscribe();
        // of this process from here on, long before the tables are there
        await(() -> Path.of(location() + ".lock").toFile().length() > 0);

        starting.dispose();

        assertStoreIsFree();
        assertThat(arena.calls(Operation.VARIANT)).isZero();
    }

    @Test
    @DisplayName("a start that fails lets go of what it has opened")
    void failed() {
        arena.fail(Operation.VARIANT, new IllegalStateException("not today"));

        assertThatThrownBy(() -> start().block(SOON)).hasMessage("not today");

        assertStoreIsFree();
    }

    @Test
    @DisplayName("a start that fails keeps no administrator's token, since nobody has seen it")
    void keepsNoTokenUnseen() throws IOException {
        ArenaSandbox sandbox = ArenaSandbox.create().keepingIn(location());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mono<SandboxHandle> inVain = sandbox.port(taken.getLocalPort()).start();
            assertThatThrownBy(() -> inVain.block(SOON)).hasStackTraceContaining("BindException");
        }

        assertThat(freshToken(sandbox)).isPresent();
        assertThat(freshToken(sandbox)).as("it was seen").isEmpty();
    }

    private static Optional<String> freshToken(ArenaSandbox sandbox) {
        SandboxHandle started = sandbox.start().blockOptional(SOON).orElseThrow();
        started.stop(Duration.ZERO).block(SOON);
        return started.administrator().fresh();
    }
}
