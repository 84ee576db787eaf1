package io.agentflux.observability;

import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.AgentInstrumentation.Span;
import io.agentflux.observability.AgentObservations.CallEvent;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.util.context.Context;

/** A span that is an observation. */
record ObservedSpan(String contextKey, Observation observation, AgentObservationContext data) implements Span {

    @Override
    public Context contextWithin(Context context) {
        return context.put(contextKey, observation);
    }

    @Override
    @SuppressWarnings("MustBeClosed") // closed by whoever disposes of the result
    public Disposable makeCurrent() {
        Observation.Scope scope = observation.openScope();
        return scope::close;
    }

    @Override
    public void retrying(Throwable error) {
        observation.event(CallEvent.RETRY);
    }

    @Override
    public void end(Ending ending, @Nullable Throwable error) {
        data.endedAs(ending);
        if (ending == Ending.FAILED && error != null) {
            observation.error(error);
        }
        observation.stop();
    }
}
