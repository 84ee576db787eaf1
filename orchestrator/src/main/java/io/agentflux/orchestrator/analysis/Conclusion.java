package io.agentflux.orchestrator.analysis;

/** What a comparison permits to say. */
public enum Conclusion {
    /** The first is better, with the family-wise error held. */
    BETTER,
    /** The first is worse, with the family-wise error held. */
    WORSE,
    /** The data do not tell the two apart; that is no proof that they are equal. */
    NOT_DISTINGUISHABLE,
    /** Too few worlds, or scores that are no numbers: nothing can be said. */
    UNDECIDABLE
}
