package io.agentflux.sandbox;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Profile;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** A demonstration experiment in simulated time, served on a real port. */
final class TestArena implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    static final String CONTROL_TOKEN = "strat_control";

    final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    final Experiment experiment;
    final SandboxHandle handle;

    TestArena() {
        this(Profile.STANDARD);
    }

    TestArena(Profile profile) {
        experiment = new DemoExperiment(1, 40, 7, Duration.ofSeconds(10), profile).start(clock);
        handle = get(ArenaSandbox.create()
                .scheduler(clock)
                .granting(
                        Token.of(DemoExperiment.TOKEN),
                        experiment.arena(treatment().id()))
                .granting(Token.of(CONTROL_TOKEN), experiment.arena(control().id()))
                .start());
    }

    VariantSpec control() {
        return experiment.spec().variants().get(0);
    }

    VariantSpec treatment() {
        return experiment.spec().variants().get(1);
    }

    void pass(Duration time) {
        clock.advanceTo(Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plus(time));
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
