package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.Obstacle;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.agentflux.sandbox.webhook.WebhookOptions;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

class OperationsRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicReference<Obstacle> obstacle = new AtomicReference<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final WebhookDispatcher webhooks =
            Objects.requireNonNull(WebhookDispatcher.start(store, WebhookOptions.ofDefaults(), Schedulers.parallel())
                    .block(PATIENCE));
    private final DisposableServer server = start();
    private final RawConnection connection = new RawConnection(server.port());

    private DisposableServer start() {
        Counters counters = new Counters(meters);
        SandboxMeters.bind(meters, store);
        SandboxMeters.bind(meters, webhooks);
        List<Route> routes =
                new ArrayList<>(new OperationsRoutes(() -> Optional.ofNullable(obstacle.get()), meters).routes());
        routes.addAll(new StreamRoutes(store, Schedulers.parallel(), counters).routes());
        routes.add(Route.get("/things/{id}", Access.OPEN, call -> Mono.just(Reply.empty())));
        return Objects.requireNonNull(new RequestHandler(
                        routes,
                        new GrantedTokens(
                                Map.of(Token.of("strat_a"), new Grant("token-1", "exp_1", "var_1", new NoArena())),
                                null),
                        counters,
                        ServerLimits.ofDefaults(),
                        Schedulers.parallel(),
                        request -> {
                            if (request.path().equals("/things/that-nobody-wants-to-hear-of")) {
                                throw new IllegalStateException("the listener fails");
                            }
                        })
                .server(ServerSettings.ofDefaults())
                .bind()
                .block(PATIENCE));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.disposeNow(PATIENCE);
        webhooks.stop(PATIENCE).block(PATIENCE);
        store.close().block(PATIENCE);
    }

    private Answer get(String path) {
        return connection.call("GET", path, "", "");
    }

    @Test
    @DisplayName("a listener that fails costs nobody an answer")
    void bearsListenersThatFail() {
        assertThat(get("/things/that-nobody-wants-to-hear-of").status()).isEqualTo(200);
        assertThat(get("/things/1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Obstacle.class)
    @DisplayName(
            "a sandbox that can keep nothing is alive but not ready, in words, and is ready again when that is over")
    void health(Obstacle present) {
        assertThat(get("/health/ready").status()).isEqualTo(200);

        obstacle.set(present);

        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(get("/health/ready").status()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"success\":false,\"error\":\"" + present.sentence() + "\"}");

        obstacle.set(null);

        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("meters are shown as Prometheus reads them")
    void metrics() {
        get("/health/live");
        Answer answer = get("/metrics");

        assertThat(answer.headers().get("content-type")).startsWith("text/plain");
        assertThat(answer.body())
                .contains(
                        "agentflux_sandbox_requests_seconds_count{method=\"GET\",route=\"/health/live\",status=\"200\"} 1")
                .contains("agentflux_sandbox_connections 1")
                .contains("agentflux_sandbox_decisions_total{outcome=\"accepted\"} 0")
                .contains("agentflux_store_events 0")
                .contains("agentflux_webhooks_attempts_total{outcome=\"failed\"} 0");
        for (SandboxMeters meter : EnumSet.complementOf(EnumSet.of(SandboxMeters.CERTIFICATE))) {
            assertThat(meters.getMeters())
                    .as(meter.description())
                    .extracting(shown -> shown.getId().getName())
                    .contains(meter.getName());
        }
    }

    @Test
    @DisplayName("however many paths strangers think of, there are no more meters")
    void boundedTags() {
        get("/things/0");
        get("/nothing");
        List<Meter> before = meters.getMeters();

        for (int i = 0; i < 200; i++) {
            get("/things/" + i);
            get("/nothing/" + i);
        }

        assertThat(meters.getMeters()).hasSameSizeAs(before);
        assertThat(get("/metrics").body())
                .contains("route=\"/things/{id}\",status=\"200\"} 201")
                .contains("route=\"none\",status=\"404\"} 201");
    }
}
