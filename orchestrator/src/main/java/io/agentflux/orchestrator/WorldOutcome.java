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
 * @param assigned how many people, or sites, were assigned to each variant at random, the control among them; empty where all
 *     variants have the same people
 */
public record WorldOutcome(
        VariantOutcome control,
        VariantOutcome bestStatic,
        @Nullable VariantOutcome bestSequence,
        Map<String, VariantOutcome> entrants,
        Map<String, Integer> assigned)
        implements Serializable {

    /** Copies the maps, keeping their order. */
    public WorldOutcome {
        entrants = Collections.unmodifiableMap(new LinkedHashMap<>(entrants));
        assigned = Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
    }

    /** The outcome of a world whose variants all have the same people. */
    public WorldOutcome(
            VariantOutcome control,
            VariantOutcome bestStatic,
            @Nullable VariantOutcome bestSequence,
            Map<String, VariantOutcome> entrants) {
        this(control, bestStatic, bestSequence, entrants, Map.of());
    }

    /** This outcome, with how many people or sites were assigned to each variant. */
    public WorldOutcome withAssigned(Map<String, Integer> newAssigned) {
        return new WorldOutcome(control, bestStatic, bestSequence, entrants, newAssigned);
    }

    /** The variant of an entrant, or that of {@link TournamentPlan#CONTROL}. */
    public VariantOutcome variant(String name) {
        return name.equals(TournamentPlan.CONTROL) ? control : Objects.requireNonNull(entrants.get(name));
    }
}
