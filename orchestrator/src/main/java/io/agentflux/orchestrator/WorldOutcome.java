package io.agentflux.orchestrator;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a world ended for everybody in it.
 *
 * @param control the variant that held the default economy
 * @param bestStatic the control's people under the best static economy that is known, held from the first day
 * @param bestSequence the control's people under the best sequence that is known, in steps that guardrails allow; null if
 *     none is
 * @param entrants the variants of the entrants, by name
 */
public record WorldOutcome(
        VariantOutcome control,
        VariantOutcome bestStatic,
        @Nullable VariantOutcome bestSequence,
        Map<String, VariantOutcome> entrants)
        implements Serializable {

    /** Copies the entrants, keeping their order. */
    public WorldOutcome {
        entrants = Collections.unmodifiableMap(new LinkedHashMap<>(entrants));
    }

    /** The variant of an entrant, or that of {@link TournamentPlan#CONTROL}. */
    public VariantOutcome variant(String name) {
        return name.equals(TournamentPlan.CONTROL) ? control : Objects.requireNonNull(entrants.get(name));
    }
}
