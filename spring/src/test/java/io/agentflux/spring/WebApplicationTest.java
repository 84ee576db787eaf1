package io.agentflux.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.RunningAgent;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.strategy.Strategy;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** A WebFlux application with agents, one of which acts on a sandbox and one on the application itself. */
class WebApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private SandboxHandle sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = ArenaSandbox.create()
                .scheduler(clock)
                .demonstrating(new DemoExperiment(1, 20, 7, Duration.ofHours(1)))
                .start()
                .block(PATIENCE);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.stop(Duration.ofSeconds(5)).block(PATIENCE);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {

        private final Sinks.Empty<Void> asked = Sinks.empty();
        private final Sinks.One<String> answer = Sinks.one();
        private final List<AgentEvent<?, ?, ?>> selfEvents = new CopyOnWriteArrayList<>();

        @Bean
        Strategy raise() {
            return (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "scans count more"));
        }

        /** Its cycle is still out when the application stops, and then needs the web server once more. */
        @Bean
        AgentFlux<String, String, String> self(Environment environment) {
            return AgentFlux.observing(() -> get(environment, "/slow"))
                    .deciding(Optional::of)
                    .acting(slow -> get(environment, "/quick"))
                    .instrumented(new AgentInstrumentation() {
                        @Override
                        public void onEvent(AgentEvent<?, ?, ?> event) {
                            selfEvents.add(event);
                        }
                    });
        }

        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/slow", request -> {
                        asked.tryEmitEmpty();
                        return answer.asMono()
                                .flatMap(text -> ServerResponse.ok().bodyValue(text));
                    })
                    .GET("/quick", request -> ServerResponse.ok().bodyValue("served"))
                    .build();
        }

        private static Mono<String> get(Environment environment, String path) {
            return HttpClient.newConnection()
                    .baseUrl("http://localhost:" + environment.getProperty("local.server.port"))
                    .get()
                    .uri(path)
                    .responseSingle((response, body) -> body.asString());
        }
    }

    @Test
    @DisplayName(
            "it starts, its agents act on a sandbox, the actuator shows and steers them, and they end before the server")
    void livesAndStops() {
        ConfigurableApplicationContext context = new SpringApplication(Shop.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--agentflux.arena.url=" + sandbox.url(),
                        "--agentflux.arena.token=" + DemoExperiment.TOKEN,
                        "--agentflux.agent.every=20ms",
                        "--management.endpoints.web.exposure.include=agentflux,health,metrics",
                        "--management.endpoint.agentflux.access=unrestricted",
                        "--management.endpoint.health.show-details=always");
        Shop shop = context.getBean(Shop.class);
        Agents agents = context.getBean(Agents.class);
        Environment environment = context.getEnvironment();
        try {
            await(() ->
                    sandbox.statistics().accepted() == 1 && sandbox.statistics().refused() > 2);
            shop.asked.asMono().block(PATIENCE);

            assertThat(get(environment, "/actuator/agentflux/raise")).contains("\"state\":\"RUNNING\"");
            assertThat(get(environment, "/actuator/health"))
                    .contains("\"agentflux\":{")
                    .contains("\"consecutiveFailures\":0");
            assertThat(get(environment, "/actuator/metrics/agentflux.guardrail.verdict?tag=verdict:accepted"))
                    .contains("\"value\":1.0");
            assertThat(post(environment, "/actuator/agentflux/raise", "{\"running\":false}"))
                    .contains("\"stopReason\":\"requested\"");
            assertThat(agents.status("self"))
                    .hasValueSatisfying(status -> assertThat(status.cycles()).isZero());
        } finally {
            Mono<Void> closed = Mono.<Void>fromRunnable(context::close)
                    .subscribeOn(Schedulers.boundedElastic())
                    .cache();
            closed.subscribe();
            await(() -> agents.status("self").orElseThrow().state() == RunningAgent.State.STOPPING);
            shop.answer.tryEmitValue("late");
            closed.block(PATIENCE);
        }

        assertThat(shop.selfEvents)
                .filteredOn(AgentEvent.Acted.class::isInstance)
                .extracting(event -> String.valueOf(((AgentEvent.Acted<?, ?, ?>) event).result()))
                .containsExactly("served");
        AgentEvent<?, ?, ?> last = shop.selfEvents.get(shop.selfEvents.size() - 1);
        assertThat(((AgentEvent.Stopped<?, ?, ?>) last).reason()).isEqualTo(new StopReason.Requested(false));
    }

    private static String get(Environment environment, String path) {
        return Objects.requireNonNull(Shop.get(environment, path).block(PATIENCE));
    }

    private static String post(Environment environment, String path, String json) {
        return Objects.requireNonNull(HttpClient.newConnection()
                .headers(headers -> headers.set("Content-Type", "application/json"))
                .baseUrl("http://localhost:" + environment.getProperty("local.server.port"))
                .post()
                .uri(path)
                .send(ByteBufFlux.fromString(Mono.just(json)))
                .responseSingle((response, body) -> body.asString())
                .block(PATIENCE));
    }

    private static void await(BooleanSupplier condition) {
        Boolean met = Mono.fromCallable(condition::getAsBoolean)
                .repeatWhen(times -> times.delayElements(Duration.ofMillis(5)))
                .filter(Boolean::booleanValue)
                .blockFirst(PATIENCE);
        assertThat(met).isTrue();
    }
}
