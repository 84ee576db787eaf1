package io.agentflux.orchestrator;

import java.io.Serializable;

/**
 * One match to play: one world, in which every entrant of the tournament meets the same people.
 *
 * @param index its place in the tournament's order, from 0
 * @param scenario how the world's people behave
 * @param replicate which of the scenario's worlds it is, from 0
 * @param seed the seed of the world; worlds of the same replicate share it across scenarios
 */
public record MatchSpec(int index, String scenario, int replicate, long seed) implements Serializable {}
