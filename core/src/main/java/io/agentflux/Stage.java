package io.agentflux;

/** The stages of a cycle, in order. */
public enum Stage {
    /** Making ready, once per run: {@link AgentFlux#opening}. */
    OPEN,
    /** Seeing the world. */
    OBSERVE,
    /** Proposing a change, or none. */
    DECIDE,
    /** Trying the proposal. */
    ACT,
    /** Telling the one who decided what came of it. */
    LEARN
}
