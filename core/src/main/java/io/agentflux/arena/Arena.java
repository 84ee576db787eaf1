package io.agentflux.arena;

import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * One variant of an experiment, as its agent reaches it: in process, over HTTP, or in a test.
 *
 * <p>Every publisher is cold and makes one call per subscription; cancelling it abandons the call, which may have taken effect.
 * All but {@link #heartbeat} give exactly one value, on whatever thread the answer comes; an implementation says which that is.
 * No method blocks. A refused update is a {@link ConfigResult}; a call that failed is an {@link ArenaException}: transient ones
 * may be tried again, {@link ArenaClosedException} means that this arena will not take part any longer.
 */
public interface Arena {

    /** The variant this agent is responsible for, with the economy in force. */
    Mono<VariantInfo> variant();

    /** The variant's counts and metrics. Closed arenas answer with {@link ArenaClosedException}. */
    Mono<Signals> signals();

    /**
     * Proposes a change of the economy; the result tells whether and how it took effect. Each subscription proposes it anew, and
     * after an error it is unknown whether it took effect.
     */
    Mono<ConfigResult> submit(ConfigUpdate update);

    /**
     * Tells the arena that the agent is alive; completes without a value.
     *
     * @param pollInterval how often the agent observes
     * @param metadata anything worth keeping; may be empty
     */
    Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata);

    /** All variants of the experiment, the control first. */
    Mono<Scoreboard> scoreboard();

    /**
     * One page of the variant's audit log, newest first; fails with {@link IllegalArgumentException} if there can be no such page.
     *
     * @param page the page, from 1
     * @param pageSize how many decisions a page holds, from 1
     */
    Mono<DecisionPage> decisions(int page, int pageSize);
}
