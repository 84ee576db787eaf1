package io.agentflux.strategy;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes strategies of one kind. Factories on the class path are found through {@link java.util.ServiceLoader}; see
 * {@link StrategyCatalog}.
 */
public interface StrategyFactory {

    /** The name in files and on the command line: lower case with dashes, unique in a catalogue. */
    String name();

    /** One sentence: how it decides. */
    String description();

    /** What can be set; none by default. */
    default List<StrategyParameter> parameters() {
        return List.of();
    }

    /**
     * Makes a new strategy for one agent.
     *
     * @param settings a value for each of {@link #parameters()}
     * @param random the only source of chance the strategy may use
     */
    Strategy create(StrategySettings settings, RandomGenerator random);
}
