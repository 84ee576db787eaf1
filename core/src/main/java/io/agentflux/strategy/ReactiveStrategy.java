package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import org.reactivestreams.Publisher;

/** A strategy whose decision takes time, such as one that asks a remote model. */
@FunctionalInterface
public interface ReactiveStrategy {

    /**
     * Decides on what was observed.
     *
     * @param signals what the arena reports now
     * @param economy the economy in force
     * @return a publisher of at most one update, subscribed once per cycle and cancelled when the agent stops; an empty one
     *     holds, an error fails the cycle
     */
    Publisher<ConfigUpdate> decide(Signals signals, Economy economy);

    /** Learns what became of a proposal; as {@link Strategy#onResult}. */
    default void onResult(ConfigUpdate update, ConfigResult result) {}
}
