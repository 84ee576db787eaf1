package io.agentflux.orchestrator;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A match that was played to its end.
 *
 * @param match which match
 * @param outcome how the world ended
 * @param conduct what the entrants did, by name
 */
public record MatchResult(MatchSpec match, WorldOutcome outcome, Map<String, Conduct> conduct) implements Serializable {

    /** Copies the entrants' conduct, keeping their order. */
    public MatchResult {
        conduct = Collections.unmodifiableMap(new LinkedHashMap<>(conduct));
    }
}
