package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Signals;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * An arena over a log: it recognises an update which was answered, or at least kept, before the process was started again, and can
 * wait for what was just kept.
 */
public interface RepeatableArena extends Arena {

    /**
     * Names a request that may be sent more than once.
     *
     * @param key equal keys mean the same request
     * @param sameFor how long they do
     * @param isNamedBySender whether the sender said that it is the same. If not, its content says so, which an agent may also
     *     mean anew: then it is the same only as long as nothing but {@link #isTooEarlyAfter the earlier one} is in its way
     */
    record Request(String key, Duration sameFor, boolean isNamedBySender) {}

    /**
     * Proposes a change of the economy, unless the log has a decision on the very same request: then that is the answer. A
     * request that is sent again while this process runs is judged anew; recognising that is up to the caller.
     *
     * @return as {@link #submit(ConfigUpdate)}; the error is {@link ReusedKeyException} if that request asked for another change
     */
    Mono<ConfigResult> submit(ConfigUpdate update, Request request);

    /**
     * Whether an update would be refused now for no other reason than that an earlier one was accepted not long ago. So it is when
     * an update is sent again whose answer was lost.
     */
    boolean isTooEarlyAfter(ConfigResult earlier, ConfigUpdate update);

    /**
     * The signals as {@link #signals()} shows them once whatever is on its way to the log now is there and published: who follows
     * the log may hear of an evening before everybody sees it.
     */
    Mono<Signals> signalsOnceSettled();
}
