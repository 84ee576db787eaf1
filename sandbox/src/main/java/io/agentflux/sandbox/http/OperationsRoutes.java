package io.agentflux.sandbox.http;

import java.util.List;
import reactor.core.publisher.Mono;

/** What those ask who run the server, and the machines that watch it. */
public final class OperationsRoutes {

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Access.OPEN, call -> Mono.just(Reply.empty())),
                Route.get("/health/ready", Access.OPEN, call -> Mono.just(Reply.empty())));
    }
}
