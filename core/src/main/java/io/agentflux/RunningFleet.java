package io.agentflux;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A handle on one run of a {@link Fleet}. */
public interface RunningFleet {

    /** The runs of its agents, in the order of the fleet. */
    List<RunningAgent> agents();

    /** How many of them have not stopped yet, now. */
    int runningSize();

    /**
     * Stops every agent once subscribed to, see {@link RunningAgent#stop}; all have the same {@code grace}.
     *
     * @return why each agent ended, by name in the order of the fleet, when the last has; never an error
     */
    Mono<Map<String, StopReason>> stop(Duration grace);

    /**
     * Why each agent ended, by name, as soon as the last has; hot, replayed to whoever comes later, never an error. It comes on
     * the thread on which the last agent ended; cancelling changes nothing for the fleet.
     */
    Mono<Map<String, StopReason>> onStop();
}
