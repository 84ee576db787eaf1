package io.agentflux.sandbox.http;

import reactor.core.publisher.Mono;

/** What a route does. */
@FunctionalInterface
public interface Operation {

    /**
     * Answers a request that was let in and has arrived completely.
     *
     * @return a cold publisher, subscribed to once on an event loop, so it must not block; cancelled if the client hangs up. It
     *     may fail: a {@link RefusedRequest} is answered as it says, other errors of the arena and the store by the status that
     *     fits them, anything unknown by 500
     */
    Mono<Reply> answer(Call call);
}
