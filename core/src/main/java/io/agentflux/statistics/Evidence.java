package io.agentflux.statistics;

/** Whether the data were able to answer the question put to them; the answer is only an estimate when they were. */
public enum Evidence {
    /** Enough data that vary: the figures mean what they say. */
    SUFFICIENT,

    /** Fewer observations than the method needs: p is 1 and the interval unbounded. */
    TOO_FEW,

    /**
     * Observations without any variance. The estimate is exact for these data and its interval a point, yet nothing in
     * them says how far they would vary if drawn again.
     */
    CONSTANT,

    /** A NaN or an infinity among the observations: p is 1 and the interval unbounded. */
    NOT_FINITE
}
