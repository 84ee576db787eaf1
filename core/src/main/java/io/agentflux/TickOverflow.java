package io.agentflux;

/**
 * What becomes of the ticks that pass while a cycle is still running. Two cycles of one agent never overlap, so at fixed rate
 * they can't all be honoured; at fixed delay there are none. Either way {@link AgentEvent.TickSkipped} tells how many were lost.
 */
public enum TickOverflow {
    /** All are skipped; the next cycle begins at the next tick of the rhythm. */
    SKIP,
    /** All but one are skipped; that one runs as soon as the cycle has ended, and the rhythm is kept. */
    COALESCE
}
