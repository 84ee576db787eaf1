package io.agentflux.observability;

import io.agentflux.observability.AgentObservations.HighKey;
import io.agentflux.observability.AgentObservations.LowKey;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Locale;

/** The key values of observations, as documented by {@link AgentObservations}; extend it to add or change some. */
public class AgentObservationConvention implements ObservationConvention<AgentObservationContext> {

    /** The documented key values. */
    public AgentObservationConvention() {}

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof AgentObservationContext;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AgentObservationContext context) {
        String outcome = context.ending()
                .map(ending -> ending.name().toLowerCase(Locale.ROOT))
                .orElse(KeyValue.NONE_VALUE);
        return KeyValues.of(LowKey.STRATEGY.withValue(context.strategy()), LowKey.OUTCOME.withValue(outcome));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AgentObservationContext context) {
        return KeyValues.of(
                HighKey.AGENT.withValue(context.agent()), HighKey.CYCLE.withValue(Long.toString(context.cycle())));
    }

    @Override
    public String getContextualName(AgentObservationContext context) {
        return "agent " + context.observation().name().toLowerCase(Locale.ROOT);
    }
}
