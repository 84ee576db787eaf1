package io.agentflux.observability;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.RunningAgent;
import io.agentflux.Stage;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import reactor.util.context.ContextView;

/**
 * Reports agents to Micrometer: give it to {@link AgentFlux#instrumented}. The names are those of {@link AgentObservations} and
 * {@link AgentMeters}. Durations are measured by the clock of the registry, not by the scheduler of the agent.
 *
 * <p>A cycle begins a trace of its own, unless the Reactor context of the subscriber of the run holds an observation; its calls
 * are children of it. Within a call the Reactor context holds the observation where Micrometer's context propagation looks for
 * it, and while the function of a stage itself runs the observation is also current on the thread.
 *
 * <p>Immutable: each option gives a changed copy. Copies of one share their gauges, so make one per registry and derive the
 * others from it.
 */
public final class AgentMicrometer implements AgentInstrumentation {

    /** Where Micrometer looks for an observation in a Reactor context. */
    private static final String OBSERVATION_KEY = "micrometer.observation";

    private final ObservationRegistry observations;
    private final EventCounters counters;
    private final String strategy;
    private final AgentObservationConvention convention;

    private AgentMicrometer(
            ObservationRegistry observations,
            EventCounters counters,
            String strategy,
            AgentObservationConvention convention) {
        this.observations = observations;
        this.counters = counters;
        this.strategy = strategy;
        this.convention = convention;
    }

    /** Reports meters, the timers of observations among them. */
    public static AgentMicrometer of(MeterRegistry meters) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters, IgnoredMeters.LONG_TASK_TIMER));
        return of(meters, observations);
    }

    /** Reports meters to one registry and observations to the other, whose handlers make timers and spans of them. */
    public static AgentMicrometer of(MeterRegistry meters, ObservationRegistry observations) {
        return new AgentMicrometer(
                Objects.requireNonNull(observations, "observations"),
                new EventCounters(meters),
                KeyValue.NONE_VALUE,
                new AgentObservationConvention());
    }

    /** What kind of agents these are: a word that many of them share, such as the name of their strategy. */
    public AgentMicrometer strategy(String strategy) {
        return new AgentMicrometer(observations, counters, Objects.requireNonNull(strategy, "strategy"), convention);
    }

    /** Other key values for the observations. */
    public AgentMicrometer convention(AgentObservationConvention convention) {
        return new AgentMicrometer(observations, counters, strategy, Objects.requireNonNull(convention, "convention"));
    }

    @Override
    public void beginRun(RunningAgent run) {
        if (!run.circuitBreakers().isEmpty()) {
            counters.watchBreakers(run, strategy);
        }
    }

    @Override
    public void onEvent(AgentEvent<?, ?, ?> event) {
        counters.count(event, strategy);
    }

    @Override
    public Span beginCycle(ContextView context) {
        return begin(AgentObservations.CYCLE, context);
    }

    @Override
    public Span beginCall(Stage stage, ContextView context) {
        return begin(AgentObservations.of(stage), context);
    }

    @Override
    public Span beginHeartbeat(ContextView context) {
        return begin(AgentObservations.HEARTBEAT, context);
    }

    private Span begin(AgentObservations kind, ContextView context) {
        if (observations.isNoop()) {
            return Span.UNWATCHED;
        }
        AgentObservationContext data = new AgentObservationContext(kind, strategy, context);
        Observation observation = kind.observation(null, convention, () -> data, observations);
        context.<Observation>getOrEmpty(OBSERVATION_KEY).ifPresent(observation::parentObservation);
        return new ObservedSpan(OBSERVATION_KEY, observation.start(), data);
    }
}
