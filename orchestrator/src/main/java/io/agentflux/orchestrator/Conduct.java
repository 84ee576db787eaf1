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

    static final Conduct NONE = new Conduct(0, 0, 0, 0, 0, Map.of(), null);

    /** Copies the codes in order. */
    public Conduct {
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }

    /** What was done in both; of two failures the first is kept. */
    Conduct plus(Conduct other) {
        Map<String, Integer> codes = new TreeMap<>(rejected);
        other.rejected.forEach((code, times) -> codes.merge(code, times, Integer::sum));
        return new Conduct(
                cycles + other.cycles,
                failedCycles + other.failedCycles,
                held + other.held,
                accepted + other.accepted,
                clamped + other.clamped,
                codes,
                failure == null ? other.failure : failure);
    }

    /** Updates refused, for whatever reason. */
    public int rejections() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }
}
