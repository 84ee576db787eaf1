package io.agentflux.observability;

import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation.Ending;
import io.micrometer.observation.Observation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** What an {@link AgentObservationConvention} may make names and key values of. */
public final class AgentObservationContext extends Observation.Context {

    private final AgentObservations observation;
    private final String strategy;
    private final ContextView reactorContext;
    private @Nullable Ending ending;

    AgentObservationContext(AgentObservations observation, String strategy, ContextView reactorContext) {
        this.observation = observation;
        this.strategy = strategy;
        this.reactorContext = reactorContext;
    }

    /** What is observed. */
    public AgentObservations observation() {
        return observation;
    }

    /** What kind of agent it is. */
    public String strategy() {
        return strategy;
    }

    /** The name of the agent. */
    public String agent() {
        return reactorContext.get(AgentFlux.AGENT_KEY);
    }

    /** The number of the cycle. */
    public long cycle() {
        return reactorContext.<Long>get(AgentFlux.CYCLE_KEY);
    }

    /** The Reactor context around what is observed, with what the subscriber of the run put there. */
    public ContextView reactorContext() {
        return reactorContext;
    }

    /** How it ended; empty while it lasts. */
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    void endedAs(Ending ending) {
        this.ending = ending;
    }
}
