package io.agentflux.orchestrator;

import io.agentflux.arena.Economy;
import java.util.List;

/**
 * What the strategies are measured by in a scenario: economies that were looked for by somebody who knew its people.
 *
 * @param scenario the scenario
 * @param economy the best static economy known; what it reaches, held from the first morning on, is a score of 1
 * @param sequence economies to aim at one after another, each for an equal part of the horizon, in steps that guardrails
 *     allow; empty where none is known
 * @param gap with 95 % confidence no static economy is better by more, in the unit of the objective; NaN where the economy was
 *     looked for with other people, another horizon or another objective in mind, so that it is no optimum
 * @param origin where the economies come from, a sentence
 */
public record Benchmark(String scenario, Economy economy, List<Economy> sequence, double gap, String origin) {

    /** Copies the sequence. */
    public Benchmark {
        sequence = List.copyOf(sequence);
    }

    /** Whether this is the oracle of the scenario and not a stand-in: only then can regret be told. */
    public boolean isOracle() {
        return !Double.isNaN(gap);
    }
}
