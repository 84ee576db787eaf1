package io.agentflux.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The description of everything that can be asked, for people and for tools that make clients of it. */
public final class OpenApiRoutes {

    private static final String FILE = "arena.yaml";
    private static final String YAML = "application/yaml";

    private final Mono<Reply> description = Mono.fromCallable(OpenApiRoutes::read)
            .subscribeOn(Schedulers.boundedElastic())
            // a failure to read it is not kept
            .cacheInvalidateIf(read -> false);

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.get("/openapi.yaml", Access.OPEN, call -> description));
    }

    private static Reply read() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                OpenApiRoutes.class.getResourceAsStream(FILE), "the description is missing on the class path")) {
            return Reply.of(200, YAML, in.readAllBytes());
        }
    }
}
