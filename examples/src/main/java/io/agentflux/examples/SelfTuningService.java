package io.agentflux.examples;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.examples.ConcurrencyLimit.Load;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A WebFlux service that finds out by itself how much it can do at a time. Requests beyond a limit are refused with status 503; an
 * agent watches how long the others take, takes the limit back by a fifth when that is too long, and raises it by one when
 * requests are refused without need. No arena, no experiment: the signals and the actions are the service's own. The agent is a
 * bean, so that it begins after the web server has, and ends before it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SelfTuningService {

    private static final double LONGEST_MEAN_MILLIS = 100;

    /** For Spring. */
    SelfTuningService() {}

    @Bean
    ConcurrencyLimit limit() {
        return new ConcurrencyLimit(64);
    }

    @Bean
    RouterFunction<ServerResponse> routes(ConcurrencyLimit limit) {
        return RouterFunctions.route()
                .GET("/work", request -> limit.work()
                        .flatMap(done -> ServerResponse.ok().bodyValue(done))
                        .switchIfEmpty(ServerResponse.status(503).build()))
                .build();
    }

    @Bean
    AgentFlux<Load, Integer, Integer> concurrency(ConcurrencyLimit limit, @Value("${tuning.every}") Duration every) {
        return AgentFlux.observing(() -> Mono.fromCallable(limit::look))
                .deciding(SelfTuningService::betterLimit)
                .acting(wanted -> Mono.fromCallable(() -> limit.change(wanted)))
                .named("concurrency")
                .every(Cadence.fixedDelay(every));
    }

    static Optional<Integer> betterLimit(Load load) {
        if (load.meanMillis() > LONGEST_MEAN_MILLIS && load.limit() > 1) {
            return Optional.of(Math.max(1, load.limit() * 4 / 5));
        }
        boolean hasRoom = load.refused() > 0 && load.meanMillis() < 0.8 * LONGEST_MEAN_MILLIS;
        return hasRoom ? Optional.of(load.limit() + 1) : Optional.empty();
    }

    /** The service on a free port, whose agent looks this often. */
    static ConfigurableApplicationContext start(Duration every) {
        return SpringApplication.run(
                SelfTuningService.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--tuning.every=" + every.toMillis() + "ms",
                "--spring.main.banner-mode=off");
    }

    static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Serves itself 100 clients for 15 seconds and prints how the limit changes. */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext service = start(Duration.ofMillis(250))) {
            ConcurrencyLimit limit = service.getBean(ConcurrencyLimit.class);
            Flux.interval(Duration.ofSeconds(1), Schedulers.parallel())
                    .takeUntilOther(clients(port(service), 100)
                            .take(Duration.ofSeconds(15), Schedulers.parallel())
                            .then())
                    .doOnNext(second -> System.out.println(
                            String.format(Locale.ROOT, "after %2d s  limit %2d", second + 1, limit.value())))
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
