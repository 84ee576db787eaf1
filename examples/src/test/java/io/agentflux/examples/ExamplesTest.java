package io.agentflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.StopReason;
import io.agentflux.arena.http.ArenaClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each example does what it says, against a sandbox over HTTP where it acts on an arena. */
class ExamplesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofMillis(100);

    private static List<String> lines(Flux<String> example) {
        return Objects.requireNonNull(example.collectList().block(PATIENCE));
    }

    @Test
    @DisplayName("the quickstart sees people, changes the economy and ends after its cycles")
    void quickstart() {
        try (PracticeArena arena = PracticeArena.ofSandbox(DAY)) {
            List<String> lines = lines(Quickstart.run(arena.access(), DAY, 10));

            assertThat(lines).filteredOn(line -> line.contains("scans a day")).hasSize(10);
            assertThat(lines).anyMatch(line -> line.contains("now {"));
            assertThat(lines.get(lines.size() - 2)).contains("ends: Finished[cycles=10]");
            assertThat(lines.get(lines.size() - 1)).contains("arm ", "pulls");
        }
    }

    @Test
    @DisplayName("the strategy of one's own runs with its guards")
    void customStrategy() {
        try (PracticeArena arena = PracticeArena.ofSandbox(DAY)) {
            List<String> lines = lines(CustomStrategy.run(arena.access(), DAY, 10));

            assertThat(lines).anyMatch(line -> line.contains("wanted: now {scanXp="));
            assertThat(lines.get(lines.size() - 1)).contains("ends: Finished[cycles=10]");
        }
    }

    @Test
    @DisplayName("the loop learns from every step")
    void learningLoop() {
        try (PracticeArena arena = PracticeArena.ofSandbox(DAY)) {
            List<String> lines = lines(LearningLoop.run(arena.access(), DAY, 8));

            assertThat(lines).hasSize(8);
            assertThat(lines).allMatch(line -> line.contains("reward"));
            // people differ from day to day, so some step is better or worse than usual
            assertThat(lines).anyMatch(line -> !line.contains("[33.3, 33.3, 33.3]"));
        }
    }

    @Test
    @DisplayName("the service takes its limit back under more load than it can serve in time")
    void selfTuningService() {
        try (ConfigurableApplicationContext service = SelfTuningService.start(Duration.ofMillis(50))) {
            ConcurrencyLimit limit = service.getBean(ConcurrencyLimit.class);
            Disposable clients = SelfTuningService.clients(SelfTuningService.port(service), 80)
                    .onErrorComplete()
                    .subscribe();
            await(() -> limit.value() < 32);
            clients.dispose();
        }
    }

    @Test
    @DisplayName("the service raises its limit only where requests are refused without need")
    void findsTheLimit() {
        assertThat(SelfTuningService.betterLimit(new ConcurrencyLimit.Load(50, 10, 0, 150)))
                .hasValue(40);
        assertThat(SelfTuningService.betterLimit(new ConcurrencyLimit.Load(10, 10, 5, 40)))
                .hasValue(11);
        assertThat(SelfTuningService.betterLimit(new ConcurrencyLimit.Load(10, 10, 0, 40)))
                .isEmpty();
        assertThat(SelfTuningService.betterLimit(new ConcurrencyLimit.Load(1, 10, 5, 500)))
                .isEmpty();
    }

    @Test
    @DisplayName("the production agent keeps its journal and its meters, and stops when it is asked to")
    void productionAgent(@TempDir Path folder) throws Exception {
        Path journal = folder.resolve("decisions.jsonl");
        MeterRegistry meters = new SimpleMeterRegistry();
        try (PracticeArena arena = PracticeArena.ofSandbox(DAY);
                ArenaClient other = ArenaClient.create(arena.access())) {
            ProductionAgent agent = Objects.requireNonNull(
                    ProductionAgent.start(arena.access(), URI.create("https://example.org/hook"), journal, DAY, meters)
                            .block(PATIENCE));
            await(() -> meters.find("agentflux.guardrail.verdict")
                            .tag("verdict", "accepted")
                            .counter()
                    != null);

            assertThat(agent.stop().block(PATIENCE)).isInstanceOf(StopReason.Requested.class);

            List<String> lines = Files.readAllLines(journal);
            assertThat(lines).anyMatch(line -> line.contains("\"outcome\":\"accepted\""));
            assertThat(lines.get(lines.size() - 1)).contains("\"outcome\":\"stopped\"");
            assertThat(meters.get("agentflux.agents.running").gauge().value()).isZero();
            assertThat(other.signals().block(PATIENCE)).isNotNull();
        }
    }

    private static void await(BooleanSupplier condition) {
        Boolean met = Mono.fromCallable(condition::getAsBoolean)
                .repeatWhen(times -> times.delayElements(Duration.ofMillis(20)))
                .filter(Boolean::booleanValue)
                .blockFirst(PATIENCE);
        assertThat(met).isTrue();
    }
}
