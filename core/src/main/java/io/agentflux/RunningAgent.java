package io.agentflux;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A handle on one run of an {@link AgentFlux}. */
public interface RunningAgent {

    /** Where a run is in its life; it only moves forward. */
    enum State {
        /** Its first tick is still to come. */
        NEW,
        /** Its cycles are running. */
        RUNNING,
        /** It was asked to stop and lets the cycle in flight finish. */
        STOPPING,
        /** It is over. */
        STOPPED
    }

    /** The name of the agent. */
    String name();

    /** Where the run is now. */
    State state();

    /**
     * The circuit breakers of its stages as they are now; empty if the agent has none. One that is open refuses calls until one
     * comes after its wait is over. Runs of copies of one description show the same breakers.
     */
    Map<Stage, CircuitBreaker.State> circuitBreakers();

    /**
     * Stops the run once subscribed to. No new cycle begins; one in flight may finish within {@code grace}, counted on the
     * agent's scheduler, and is cancelled then, or at once if that scheduler takes no more work. A second stop may only shorten
     * the grace. Cancelling the {@code Mono} doesn't take the request back.
     *
     * @return the reason why the run ended, which is another one if it ended by itself before, on the thread on which it ended;
     *     never an error
     */
    Mono<StopReason> stop(Duration grace);

    /**
     * The reason why the run ended, as soon as it has and its reader was told, as far as it asked for events; hot, replayed to
     * whoever comes later, never an error. It comes on the thread on which the run ended, or its reader was told; cancelling
     * changes nothing for the run.
     */
    Mono<StopReason> onStop();
}
