package io.agentflux.strategy;

import io.agentflux.AgentFlux;
import io.agentflux.Behavior;
import io.agentflux.FailureKind;
import io.agentflux.StopReason;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Lets a strategy run one variant of an arena. */
public final class ArenaAgent {

    /** How often a heartbeat is sent unless the description is told otherwise. */
    public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(30);

    private ArenaAgent() {}

    /**
     * An agent that runs the variant of an arena by a strategy.
     *
     * <p>A run asks for the variant once and from then on keeps its own copy of the economy, updated by what the arena says it
     * applied. Each cycle observes the signals and proposes what the strategy decides; the strategy hears of every result. An
     * arena that closes, at the start or later, ends the run gracefully. Heartbeats go out every {@link #HEARTBEAT_INTERVAL},
     * and one more when the run ends, whose metadata give the {@code reason}: {@code shutdown}, {@code finished} or
     * {@code failed}. Failed calls are left to the arena to try again.
     *
     * <p>Beyond that the options of {@link AgentFlux} say how the agent runs. By default a cycle comes a minute after the one
     * before; five failed cycles in a row end the run with the last error.
     *
     * @param arena where the agent acts
     * @param strategy who decides; it serves one run at a time
     * @return a description to which cadence, scheduler and the other options of {@link AgentFlux} can be added
     */
    public static AgentFlux<Signals, ConfigUpdate, ConfigResult> of(Arena arena, Strategy strategy) {
        return ofReactive(arena, new ReactiveStrategy() {
            @Override
            public Mono<ConfigUpdate> decide(Signals signals, Economy economy) {
                return Mono.justOrEmpty(strategy.decide(signals, economy));
            }

            @Override
            public void onResult(ConfigUpdate update, ConfigResult result) {
                strategy.onResult(update, result);
            }
        });
    }

    /** As {@link #of}, with a strategy whose decisions take time. */
    public static AgentFlux<Signals, ConfigUpdate, ConfigResult> ofReactive(Arena arena, ReactiveStrategy strategy) {
        return AgentFlux.opening(() -> arena.variant()
                        .<Behavior<Signals, ConfigUpdate, ConfigResult>>map(
                                variant -> new VariantBehavior(arena, strategy, variant.economy())))
                .classifyingFailures(ArenaAgent::kindOf)
                .heartbeat(HEARTBEAT_INTERVAL, pollInterval -> arena.heartbeat(pollInterval, Map.of()))
                .lastHeartbeat(
                        (pollInterval, reason) -> arena.heartbeat(pollInterval, Map.of("reason", metadataOf(reason))));
    }

    /**
     * When the arena takes the next update, if it told; for {@link AgentFlux#nextTickAt}, so that an agent observes when it may
     * act again instead of being refused in between: {@code agent.nextTickAt(ArenaAgent::nextAllowedUpdate)}. After a cycle
     * without an answer - the strategy held, or the call failed - the cadence says when the next one comes.
     */
    public static Optional<Instant> nextAllowedUpdate(ConfigResult result) {
        return Optional.ofNullable(result.nextAllowedUpdate());
    }

    private static String metadataOf(StopReason reason) {
        if (reason instanceof StopReason.Finished) {
            return "finished";
        }
        return reason instanceof StopReason.Failed ? "failed" : "shutdown";
    }

    private static FailureKind kindOf(Throwable failure) {
        if (failure instanceof ArenaClosedException) {
            return FailureKind.CLOSED;
        }
        return failure instanceof ArenaTransientException ? FailureKind.TRANSIENT : FailureKind.of(failure);
    }
}
