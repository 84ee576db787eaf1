package io.agentflux.examples;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.RunningAgent;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * A web service that finds out by itself how much it can do at a time. Requests beyond a limit are refused with status 503; an
 * agent watches how long the others take, takes the limit back by a fifth when that is too long, and raises it by one when
 * requests are refused without need. No arena, no experiment: the signals and the actions are the service's own.
 */
public final class SelfTuningService implements AutoCloseable {

    /** What the agent sees: the requests since it looked last. */
    record Load(int limit, long served, long refused, double meanMillis) {}

    private static final double LONGEST_MEAN_MILLIS = 100;
    private static final int FIRST_LIMIT = 64;

    /** What one request keeps the backend busy, when it is alone; it shares its time among those it works for. */
    private static final long WORK_MILLIS = 5;

    private final Scheduler scheduler = Schedulers.parallel();
    private final AtomicInteger limit = new AtomicInteger(FIRST_LIMIT);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder totalMillis = new LongAdder();
    private final DisposableServer server;
    private final RunningAgent agent;

    SelfTuningService(Duration every) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/work", (request, response) -> {
                    if (inFlight.incrementAndGet() > limit.get()) {
                        inFlight.decrementAndGet();
                        refused.increment();
                        return response.status(503).send();
                    }
                    return response.sendString(work().doFinally(end -> inFlight.decrementAndGet()));
                }))
                .bindNow();
        agent = AgentFlux.observing(() -> Mono.fromCallable(this::look))
                .deciding(SelfTuningService::betterLimit)
                .acting(wanted -> Mono.fromCallable(() -> {
                    limit.set(wanted);
                    return wanted;
                }))
                .named("concurrency")
                .every(Cadence.fixedDelay(every))
                .start();
    }

    private Mono<String> work() {
        long begunAt = scheduler.now(TimeUnit.MILLISECONDS);
        return Mono.delay(Duration.ofMillis(WORK_MILLIS * inFlight.get()), scheduler)
                .map(done -> {
                    served.increment();
                    totalMillis.add(scheduler.now(TimeUnit.MILLISECONDS) - begunAt);
                    return "done";
                });
    }

    private Load look() {
        long count = served.sumThenReset();
        long millis = totalMillis.sumThenReset();
        return new Load(limit.get(), count, refused.sumThenReset(), count == 0 ? 0 : (double) millis / count);
    }

    static Optional<Integer> betterLimit(Load load) {
        if (load.meanMillis() > LONGEST_MEAN_MILLIS && load.limit() > 1) {
            return Optional.of(Math.max(1, load.limit() * 4 / 5));
        }
        boolean hasRoom = load.refused() > 0 && load.meanMillis() < 0.8 * LONGEST_MEAN_MILLIS;
        return hasRoom ? Optional.of(load.limit() + 1) : Optional.empty();
    }

    int port() {
        return server.port();
    }

    int limit() {
        return limit.get();
    }

    /** The agent goes first, so that it never tunes a service that is being taken down. */
    @Override
    public void close() {
        agent.stop(Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
        server.disposeNow(Duration.ofSeconds(5));
    }

    /** Serves itself 100 clients for 15 seconds and prints how the limit changes. */
    public static void main(String[] arguments) {
        try (SelfTuningService service = new SelfTuningService(Duration.ofMillis(250))) {
            Flux.interval(Duration.ofSeconds(1), Schedulers.parallel())
                    .takeUntilOther(clients(service.port(), 100)
                            .take(Duration.ofSeconds(15), Schedulers.parallel())
                            .then())
                    .doOnNext(second -> System.out.println(
                            String.format(Locale.ROOT, "after %2d s  limit %2d", second + 1, service.limit())))
                    .blockLast();
        }
    }

    /** Clients that ask again as soon as they are answered, and a little later when they are refused. */
    static Flux<Integer> clients(int port, int count) {
        HttpClient client =
                HttpClient.create(ConnectionProvider.create("clients", count)).baseUrl("http://127.0.0.1:" + port);
        Mono<Integer> request = client.get()
                .uri("/work")
                .responseSingle(
                        (response, body) -> body.thenReturn(response.status().code()))
                .delayUntil(status ->
                        status == 503 ? Mono.delay(Duration.ofMillis(50), Schedulers.parallel()) : Mono.empty());
        return Flux.range(0, count).flatMap(number -> request.repeat(), count); // each for ever
    }
}
