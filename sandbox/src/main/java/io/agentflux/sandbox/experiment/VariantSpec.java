package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import java.util.Map;

/**
 * One variant of an experiment as it is set up.
 *
 * @param id its id, unique in the experiment
 * @param name its name for people
 * @param isControl whether it is the control, which never changes
 * @param startingEconomy what it sets differently from the tenant at the start
 * @param limits how often and how far its agent may change it
 */
public record VariantSpec(
        String id,
        String name,
        boolean isControl,
        Map<EconomyParameter, Double> startingEconomy,
        GuardrailLimits limits) {

    /** Copies the economy. */
    public VariantSpec {
        startingEconomy = Map.copyOf(startingEconomy);
    }

    /** A control that holds the tenant's economy. */
    public static VariantSpec control(String id) {
        return new VariantSpec(id, id, true, Map.of(), GuardrailLimits.standard());
    }

    /** A treatment that starts from the tenant's economy. */
    public static VariantSpec treatment(String id, GuardrailLimits limits) {
        return new VariantSpec(id, id, false, Map.of(), limits);
    }
}
