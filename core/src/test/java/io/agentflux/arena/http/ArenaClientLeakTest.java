package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Leaks are reported on the log, hence on the error stream, when a later buffer is allocated after garbage collection. */
class ArenaClientLeakTest {

    private static final int CALLS = 1_000;
    private static final int AT_ONCE = 50;

    private final ResourceLeakDetector.Level usualLevel = ResourceLeakDetector.getLevel();
    private final PrintStream usualErrors = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        // what others lost before is not counted here
        reportedAfterCollection();
        errors.reset();
    }

    @AfterEach
    void unwatch() {
        ResourceLeakDetector.setLevel(usualLevel);
        System.setErr(usualErrors);
    }

    private String reportedAfterCollection() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer(16).release();
        }
        return errors.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("CheckReturnValue") // the buffer is lost on purpose
    private static void leak() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }

    @Test
    @DisplayName("a leak would be seen")
    void leakIsSeen() {
        leak();

        // what was collected is told of by another thread, which may have to wait for its turn
        String reported = reportedAfterCollection();
        for (int more = 0; more < 50 && !reported.contains("LEAK"); more++) {
            reported = reportedAfterCollection();
        }
        assertThat(reported).contains("LEAK: " + ByteBuf.class.getSimpleName());
    }

    @Test
    @DisplayName("a thousand calls that are cancelled in the middle of a body leave no buffer and no connection behind")
    void cancelledCalls() {
        AtomicInteger inMidBody = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.unfinished());
                ArenaClient client = ArenaClient.builder(ArenaAccess.of(server.url(), Token.of("strat_secret")))
                        .maxConnections(AT_ONCE)
                        // nothing but the cancellation may free a connection
                        .responseTimeout(Duration.ofHours(1))
                        .http(http -> http.doOnResponse(
                                (response, connection) -> connection.addHandlerFirst(new FirstPart(inMidBody))))
                        .build()) {
            for (int cancelled = 0; cancelled < CALLS; cancelled += AT_ONCE) {
                Disposable.Composite calls = Disposables.composite();
                for (int call = 0; call < AT_ONCE; call++) {
                    calls.add(client.signals().subscribe());
                }
                int allSoFar = cancelled + AT_ONCE;
                await(() -> inMidBody.get() == allSoFar);
                calls.dispose();
            }

            await(() -> client.connectionUse().equals(new ConnectionUse(0, 0, 0)));
            assertThat(server.seen()).hasSize(CALLS);
            assertThat(reportedAfterCollection()).doesNotContain("LEAK");
        }
    }

    /** Counts a connection when the first part of a body has been handed to the client. */
    private static final class FirstPart extends ChannelInboundHandlerAdapter {

        private final AtomicInteger count;
        private boolean counted;

        private FirstPart(AtomicInteger count) {
            this.count = count;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean isPart =
                    message instanceof HttpContent part && part.content().isReadable();
            context.fireChannelRead(message);
            if (isPart && !counted) {
                counted = true;
                count.incrementAndGet();
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        Boolean reached = Flux.interval(Duration.ofMillis(1), Schedulers.parallel())
                .onBackpressureDrop()
                .any(tick -> condition.getAsBoolean())
                .block(Duration.ofSeconds(30));
        assertThat(reached).isTrue();
    }
}
