package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import java.util.Map;

/** A tenant's economy as it is stored. */
final class TenantJson {

    private TenantJson() {}

    private record Body(Map<String, Double> economy) {}

    static String write(Map<EconomyParameter, Double> economy) {
        return ExperimentEvents.JSON.writeValueAsString(new Body(SpecJson.byWireName(economy)));
    }

    static Map<EconomyParameter, Double> read(String json) {
        return EconomyParameter.known(
                ExperimentEvents.JSON.readValue(json, Body.class).economy());
    }
}
