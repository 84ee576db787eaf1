package io.agentflux.sandbox.experiment;

/**
 * Who changed something, and why; kept in the log.
 *
 * @param by a person, or the part of the arena that acted by itself
 * @param reason why, for people; may be empty
 */
public record Cause(String by, String reason) {

    /** Something the arena does by itself. */
    public static Cause automatic(String reason) {
        return new Cause("arena", reason);
    }
}
