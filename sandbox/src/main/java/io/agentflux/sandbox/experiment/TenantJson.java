package io.agentflux.sandbox.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.arena.EconomyParameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant's economy as it is stored. */
final class TenantJson {

    private TenantJson() {}

    /**
     * A tenant's economy.
     *
     * @param values what the tenant sets differently from the global defaults
     * @param unfinished what is left of the change that made it so, null if nothing is
     */
    record Kept(
            Map<EconomyParameter, Double> values, @Nullable Unfinished unfinished) {}

    /**
     * What is left of a change.
     *
     * @param experiments those that may lack it
     * @param by who makes it
     * @param reason why
     */
    record Unfinished(List<String> experiments, String by, String reason) {}

    private record Body(
            Map<String, Double> economy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Unfinished unfinished) {}

    static String write(Kept kept) {
        return ExperimentEvents.JSON.writeValueAsString(
                new Body(EconomyParameter.byWireName(kept.values()), kept.unfinished()));
    }

    static Kept read(String json) {
        Body body = ExperimentEvents.JSON.readValue(json, Body.class);
        return new Kept(EconomyParameter.known(body.economy()), body.unfinished());
    }
}
