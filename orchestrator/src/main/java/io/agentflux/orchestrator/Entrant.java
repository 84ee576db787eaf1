package io.agentflux.orchestrator;

import io.agentflux.strategy.Strategy;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A strategy that takes part in a tournament.
 *
 * @param name its name in the ranking, unique in the tournament
 * @param strategy makes the strategy anew for each match, from that match's source of chance
 */
public record Entrant(String name, Function<RandomGenerator, Strategy> strategy) {}
