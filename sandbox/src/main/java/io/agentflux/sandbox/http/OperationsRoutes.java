package io.agentflux.sandbox.http;

import io.agentflux.sandbox.store.Obstacle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What those ask who run the server, and the machines that watch it. */
public final class OperationsRoutes {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Optional<Obstacle>> obstacle;
    private final PrometheusMeterRegistry meters;

    /**
     * The routes of operators.
     *
     * @param obstacle what keeps the sandbox from keeping anything at the moment; must not block
     * @param meters what is measured
     */
    public OperationsRoutes(Supplier<Optional<Obstacle>> obstacle, PrometheusMeterRegistry meters) {
        this.obstacle = obstacle;
        this.meters = meters;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Access.OPEN, call -> Mono.just(Reply.empty())),
                Route.get("/health/ready", Access.OPEN, call -> Mono.just(ready())),
                Route.get("/metrics", Access.OPEN, this::metrics));
    }

    private Reply ready() {
        return obstacle.get()
                .map(present -> Reply.failure(503, present.sentence()))
                .orElseGet(Reply::empty);
    }

    private Mono<Reply> metrics(Call call) {
        return Mono.fromCallable(
                        () -> Reply.of(200, PROMETHEUS_TEXT, meters.scrape().getBytes(StandardCharsets.UTF_8)))
                // some meters read files of the system
                .subscribeOn(Schedulers.boundedElastic());
    }
}
