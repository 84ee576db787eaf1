package io.agentflux.spring;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Something that runs in the application and may be started again when its run is over. */
interface Managed {

    /** Begins a run unless one is going on. */
    void start();

    /** Stops the run that is going on, if one is, once subscribed to, and completes when it is over. */
    Mono<Void> stop(Duration grace);

    /** Whether it has failed for good. */
    boolean hasFailed();

    /** Whether it runs but makes no calls because a circuit breaker is open. */
    boolean refusesCalls();

    /** Where it is now. */
    Object status();
}
