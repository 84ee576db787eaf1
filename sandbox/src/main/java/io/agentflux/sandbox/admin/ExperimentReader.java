package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.experiment.ExperimentSpec;

/** Reads the description of an experiment that somebody sent. */
@FunctionalInterface
public interface ExperimentReader {

    /**
     * Reads a description. Called on an event loop, so it must not block.
     *
     * @param text the text, in YAML or JSON
     * @throws IllegalArgumentException if it cannot be an experiment; the message tells the sender all that is wrong and what
     *     would be right
     */
    ExperimentSpec read(String text);
}
