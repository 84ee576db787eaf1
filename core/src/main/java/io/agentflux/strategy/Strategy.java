package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import java.util.Map;
import java.util.Optional;

/**
 * Decides, once per cycle, whether and how to change the economy.
 *
 * <p>A strategy may keep state: one instance serves one agent, whose calls never overlap. It must not block; one that waits
 * for something is a {@link ReactiveStrategy}. Chance comes from the random generator its {@link StrategyFactory} was given.
 */
@FunctionalInterface
public interface Strategy {

    /**
     * Decides on what was observed.
     *
     * @param signals what the arena reports now
     * @param economy the economy in force
     * @return the proposed change, or empty to hold
     */
    Optional<ConfigUpdate> decide(Signals signals, Economy economy);

    /**
     * Learns what became of a proposal: accepted, clamped or refused. Called before the next {@link #decide}; not called when
     * the call itself failed.
     *
     * @param update what was submitted; a decorator may have changed what {@link #decide} returned
     * @param result the arena's answer
     */
    default void onResult(ConfigUpdate update, ConfigResult result) {}

    /**
     * What it has learnt so far, as lines for people, such as a table of its arms; empty if it keeps nothing. Not to be called
     * while it decides: call it when the run {@linkplain io.agentflux.RunningAgent#onStop is over}.
     */
    default String report() {
        return "";
    }

    /** This strategy, holding whenever one of these metrics is missing or rests on too few people. */
    default Strategy holdingUntilTrusted(Metric... metrics) {
        return new ConfidenceGate(this, metrics);
    }

    /** This strategy, holding for that many cycles after each accepted update. */
    default Strategy coolingDownFor(int cycles) {
        return new Cooldown(this, cycles);
    }

    /** This strategy, never asking for more than these values, and holding where that leaves nothing to change. */
    default Strategy withCeilings(Map<EconomyParameter, Double> ceilings) {
        return new Ceilings(this, ceilings);
    }
}
