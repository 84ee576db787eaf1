package io.agentflux.config;

/** Whom the strategies of a match meet. */
public enum Design {
    /** Each strategy meets its own copy of the very same people: least variance, for judging. */
    TWIN,
    /** People are assigned at random to the control and the strategies: what a live experiment does. */
    SPLIT
}
