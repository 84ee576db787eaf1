package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** An arena that recognises an update which was answered, or at least kept, before the process was started again. */
public interface RepeatableArena extends Arena {

    /**
     * Proposes a change of the economy, unless the log has a decision on the very same request: then that is the answer. A
     * request that is sent again while this process runs is judged anew; recognising that is up to the caller.
     *
     * @param requestKey names the request; equal keys mean the same request
     * @param sameFor how long they do
     * @return as {@link #submit(ConfigUpdate)}
     */
    Mono<ConfigResult> submit(ConfigUpdate update, String requestKey, Duration sameFor);
}
