package io.agentflux.orchestrator;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entrant did during a match.
 *
 * @param cycles completed cycles
 * @param failedCycles cycles that ended in an error
 * @param held cycles in which it proposed nothing
 * @param accepted updates accepted, clamped ones included
 * @param clamped updates accepted with at least one value cut back
 * @param rejected updates refused, by code
 * @param failure why it stopped before the end, null if it did not
 */
public record Conduct(
        int cycles,
        int failedCycles,
        int held,
        int accepted,
        int clamped,
        Map<String, Integer> rejected,
        @Nullable String failure)
        implements Serializable {

    /** Copies the codes in order. */
    public Conduct {
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }
}
