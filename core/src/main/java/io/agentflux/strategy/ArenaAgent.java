package io.agentflux.strategy;

import io.agentflux.AgentFlux;
import io.agentflux.Behavior;
import io.agentflux.FailureKind;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import java.time.Duration;
import java.util.Map;
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
     * failed calls are left to the arena to try again.
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
                .heartbeat(HEARTBEAT_INTERVAL, pollInterval -> arena.heartbeat(pollInterval, Map.of()));
    }

    private static FailureKind kindOf(Throwable failure) {
        if (failure instanceof ArenaClosedException) {
            return FailureKind.CLOSED;
        }
        return failure instanceof ArenaTransientException ? FailureKind.TRANSIENT : FailureKind.of(failure);
    }
}
