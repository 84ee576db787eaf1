package io.agentflux.orchestrator;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a world ended for everybody in it.
 *
 * @param control the variant that held the default economy
 * @param bestStatic the control's people under the best economy that is known for the scenario, held from the first day
 * @param entrants the variants of the entrants, by name
 */
public record WorldOutcome(VariantOutcome control, VariantOutcome bestStatic, Map<String, VariantOutcome> entrants)
        implements Serializable {

    /** Copies the entrants, keeping their order. */
    public WorldOutcome {
        entrants = Collections.unmodifiableMap(new LinkedHashMap<>(entrants));
    }
}
