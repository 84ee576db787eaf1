package io.agentflux.examples;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.Token;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the examples act: the arena of the environment variables {@code ARENA_URL} and {@code STRATEGY_TOKEN} if they are set,
 * else a sandbox in this process whose people live through days of a second or so, with one update a day.
 */
final class PracticeArena implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ArenaAccess access;
    private final @Nullable SandboxHandle sandbox;

    private PracticeArena(@Nullable Duration dayLength) {
        if (dayLength == null) {
            access = ArenaAccess.ofEnvironment();
            sandbox = null;
            return;
        }
        VariantSpec treatment = VariantSpec.treatment("var_practice", new GuardrailLimits(dayLength, 50));
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_practice", "Practice", List.of(VariantSpec.control("var_control"), treatment))
                .people(new PeopleSpec.Simulated("stationary", 7, 300))
                .dayLength(dayLength)
                .build();
        sandbox = Objects.requireNonNull(
                ArenaSandbox.create().keepingIn("memory").start().block(PATIENCE));
        access = ArenaAccess.of(sandbox.url().toString(), begin(spec, treatment, sandbox.experiments()));
    }

    private static Token begin(ExperimentSpec spec, VariantSpec treatment, Experiments experiments) {
        Cause cause = Cause.automatic("the example began");
        return experiments
                .create(spec, cause)
                .flatMap(experiment -> experiment.start(cause).thenReturn(experiment.spec()))
                .flatMap(running -> experiments.tokens().issue(running, treatment.id(), cause))
                .map(issued -> Token.of(issued.secret()))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** The arena of the environment, or a sandbox with days of this length. */
    static PracticeArena open(Duration dayLength) {
        return System.getenv("ARENA_URL") == null ? ofSandbox(dayLength) : new PracticeArena(null);
    }

    /** A sandbox with days of this length. */
    static PracticeArena ofSandbox(Duration dayLength) {
        return new PracticeArena(dayLength);
    }

    ArenaAccess access() {
        return access;
    }

    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.stop(Duration.ofSeconds(5)).block(PATIENCE);
        }
    }
}
