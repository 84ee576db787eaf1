package io.agentflux.sandbox;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Profile;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** A demonstration experiment in simulated time, served on a real port. */
final class TestArena implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Cause CAUSE = Cause.automatic("a test");

    /** No longer than a day of the people, and the day lengths are multiples of it. */
    private static final Duration STEP = Duration.ofSeconds(1);

    final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    final SandboxHandle handle;
    final Experiment experiment;
    final String controlToken;

    TestArena() {
        this(Profile.STANDARD);
    }

    TestArena(Profile profile) {
        handle = get(ArenaSandbox.create()
                .scheduler(clock)
                .demonstrating(new DemoExperiment(1, 40, 7, Duration.ofSeconds(10), profile))
                .start());
        experiment = handle.experiments().all().get(0);
        controlToken = get(handle.experiments()
                        .tokens()
                        .issue(experiment.spec(), control().id(), CAUSE))
                .secret();
    }

    VariantSpec control() {
        return experiment.spec().variants().get(0);
    }

    VariantSpec treatment() {
        return experiment.spec().variants().get(1);
    }

    /** Lets time pass; returns when the days until then are kept, which happens on another thread than the clock's. */
    void pass(Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minus(step(left))) {
            clock.advanceBy(step(left));
            // nothing is frozen; it goes through the lane behind the day that was lived, if one was
            experiment.release(control().id(), CAUSE).block(PATIENCE);
        }
    }

    private static Duration step(Duration left) {
        return left.compareTo(STEP) < 0 ? left : STEP;
    }

    ArenaClient client(String token) {
        return ArenaClient.create(ArenaAccess.of(handle.url().toString(), Token.of(token)));
    }

    RawConnection connect() {
        return new RawConnection(handle.port());
    }

    static <T> T get(Mono<T> call) {
        return Objects.requireNonNull(call.block(PATIENCE));
    }

    @Override
    public void close() {
        handle.stop(Duration.ofSeconds(5)).block(PATIENCE);
    }
}
